from django.db.models import F

from krs_portal.offices.enums import HolidayKind, RegionKind, Role
from krs_portal.offices.models import Coverage, Holiday, Institution, Membership, OfficeName, RegionAlias, Succession
from tests.constraints.breaches import LONG_AGO, MOMENT, Breach, changed, repeated
from tests.factories.offices import directorate, evaluator, office, region


def office_name() -> OfficeName:
    return office().names.get()


def coverage() -> Coverage:
    return Coverage.objects.create(office=office(), region=region())


def membership() -> Membership:
    return evaluator(directorate()).memberships.get(role=Role.EVALUATOR)


def holiday() -> Holiday:
    return Holiday.objects.create(day_on=MOMENT.date(), name="Hari Lahir Pancasila")


def alias() -> RegionAlias:
    return RegionAlias.objects.create(name="Jogja", region=region())


def succession() -> Succession:
    return Succession.objects.create(predecessor=office(), successor=office(), decree="Permen 5/2024")


def institution() -> Institution:
    return Institution.objects.get_or_create(name="Kementerian Uji")[0]


ROWS: dict[str, Breach] = {
    "offices_alias_has_letters": changed(alias, name="-"),
    "offices_alias_once": repeated(alias),
    "offices_coverage_once": repeated(coverage),
    "offices_coverage_valid_order": changed(coverage, valid_until=LONG_AGO),
    "offices_holiday_once": repeated(holiday),
    "offices_membership_once": repeated(membership),
    "offices_membership_order": changed(membership, ended_on=LONG_AGO),
    "offices_name_once_a_day": repeated(office_name),
    "offices_one_institution": repeated(institution),
    "offices_office_life_order": changed(office, closed_on=LONG_AGO),
    "offices_succession_by_another": changed(succession, successor=F("predecessor")),
    "offices_succession_once": repeated(succession),
    "offices_succession_share": changed(succession, share=101),
    "offices_region_code_once": repeated(region),
    "offices_region_has_parent": changed(region, kind=RegionKind.KOTA),
    "offices_region_valid_order": changed(region, valid_until=LONG_AGO),
    "offices_regional_holiday_has_region": changed(holiday, kind=HolidayKind.REGIONAL),
}
