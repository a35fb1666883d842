"""How bodies of API requests are read. Apart from `kit.api`, which Django REST framework needs its parsers to load."""

import json
from typing import Any

from rest_framework import exceptions, parsers


class JsonParser(parsers.JSONParser):
    """JSON that can be written down again. What nests too deeply, half a surrogate pair and 1e400 are refused."""

    def parse(self, *arguments: Any, **named: Any) -> Any:
        try:
            data = super().parse(*arguments, **named)
            json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError from error
        return data
