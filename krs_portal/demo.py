"""The demo's accounts and their one password.

`make run` and the README name them; only the demo loader creates them.
"""

DOMAIN = "demo.krs.test"
PASSWORD = "Klinik-2022-demo"  # noqa: S105 - it is printed on purpose
ACCOUNTS = {
    "petugas": "counter officer",
    "kepala": "head of the office",
    "kementerian": "ministry, evaluation",
    "provinsi": "provincial housing agency",
    "kabkota": "kab/kota housing agency",
    "auditor": "auditor, reads everything",
    "admin": "administrator",
}

# Beside the clinics' own demo, which makes offices and accounts: what other rooms load, each called with the moment.
PARTS = ("monitoring.demo.load_monitoring",)
