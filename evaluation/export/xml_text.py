"""Text for the XML of office documents, which can't hold every sign of Unicode."""

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return the text without what no XML may hold: control characters, half characters, U+FFFE, U+FFFF (XML 1.0, 2.2)."""
    return _NOT_XML.sub("", text)
