"""Files made in code: good ones of every kind, and a few hundred that must not be taken."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

SCRIPT = b"<script>alert(document.cookie)</script>"
PAGE = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + SCRIPT + b"</svg>"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
PROGRAM = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + b"\0" * 64
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 64
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP"}
XML = "<?xml version='1.0'?><x/>"


@dataclass(frozen=True)
class Bad:
    """``why`` it must not be taken."""

    why: str
    name: str
    content: bytes


def picture(kind: str, size: tuple[int, int] = (8, 6), **how: object) -> bytes:
    """A picture with something on it; ``kind`` is Pillow's name of the format."""
    drawn = Image.new("RGB", size, "white")
    drawn.paste("red", (1, 1, 4, 4))
    out = io.BytesIO()
    drawn.save(out, kind, **how)
    return out.getvalue()


def packed(*entries: tuple[str, bytes | str], squeeze: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if squeeze else zipfile.ZIP_STORED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def good() -> dict[str, bytes]:
    """One of every kind, by its name."""
    types = ("[Content_Types].xml", XML)
    opened = {
        end: packed(("mimetype", f"application/vnd.oasis.opendocument.{kind}"), ("content.xml", XML), squeeze=False)
        for end, kind in ((".odt", "text"), (".ods", "spreadsheet"), (".odp", "presentation"))
    }
    film = box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", b"\0" * 24) + box(b"mdat", b"\0" * 64)
    sound = box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", b"\0" * 24) + box(b"mdat", b"\0" * 64)
    webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\0" * 64
    wave = b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0"
    ends = {
        **{end: picture(kind) for end, kind in PICTURES.items()},
        **opened,
        ".pdf": PDF,
        ".heic": box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"\0" * 32) + box(b"mdat", b"\0" * 32),
        ".docx": packed(types, ("word/document.xml", XML)),
        ".xlsx": packed(types, ("xl/workbook.xml", XML)),
        ".pptx": packed(types, ("ppt/presentation.xml", XML)),
        ".zip": packed(("notes/plan.txt", "The plan"), ("door.png", picture("PNG"))),
        ".doc": OLE + "WordDocument".encode("utf-16-le"),
        ".xls": OLE + "Workbook".encode("utf-16-le"),
        ".ppt": OLE + "PowerPoint Document".encode("utf-16-le"),
        **dict.fromkeys((".mp4", ".m4v", ".mov"), film),
        ".m4a": sound,
        **dict.fromkeys((".webm", ".weba"), webm),
        ".mp3": b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\0" + b"\0" * 413,
        **dict.fromkeys((".ogg", ".opus"), b"OggS\0\x02" + b"\0" * 60),
        ".wav": b"RIFF" + struct.pack("<I", len(wave)) + wave,
        ".txt": "The plan 计划\r\n".encode(),
        ".md": b"# The plan\n\n<b>bold</b>, see a < b\n",
        ".csv": "名称,金额\n门,120\n".encode("gb18030"),
    }
    return {f"plan{end}": content for end, content in ends.items()}


def bad() -> list[Bad]:
    return [
        *_wrong_under_every_ending(),
        *_two_at_once(),
        *_pages(),
        *_bombs(),
        *_cut_short(),
        *_huge(),
        *_names(),
        *_empty(),
    ]


def _wrong_under_every_ending() -> Iterator[Bad]:
    """The content of other kinds under every name that is taken."""
    texts, films = {".txt", ".md", ".csv"}, {".mp4", ".m4v", ".mov", ".m4a"}
    others = {"page": PAGE, "svg": SVG, "program": PROGRAM, "elf": ELF, "noise": bytes(range(256)) * 4, "pdf": PDF}
    for name in good():
        end = name.removeprefix("plan")
        for what, content in others.items():
            if f".{what}" != end:
                yield Bad(f"{what} called {end}", name, content)
        if end not in {".png"} | texts | films:
            yield Bad(f"png called {end}", name, picture("PNG"))


def _two_at_once() -> Iterator[Bad]:
    gif = b"GIF89a/*\0\0\0\0*/=1;alert(document.cookie)//"
    yield Bad("gif and script", "a.gif", gif)
    yield Bad("gif and script in its size", "b.gif", b"GIF89a=1;/*" + SCRIPT + b"*/")
    yield Bad("gif, then a page", "c.gif", b"GIF89a" + PAGE)
    archive = packed(("evil.js", "alert(1)"))
    comment = bytearray(archive)
    comment[-2:] = struct.pack("<H", 7)
    yield Bad("pdf and zip", "a.pdf", PDF + archive)
    yield Bad("pdf and zip that ends like a pdf", "b.pdf", PDF + bytes(comment) + b"%%EOF\n\n")
    yield Bad("pdf and page", "c.pdf", b"%PDF-1.4\n" + PAGE + PDF)
    yield Bad("page and pdf", "d.pdf", PAGE + PDF)
    yield Bad("zip and pdf", "e.pdf", archive + PDF)
    yield Bad("pdf far from its end", "f.pdf", PDF + b"x" * 5000)
    yield Bad("pdf without its end", "g.pdf", PDF[:40])
    yield Bad("pdf after a blank", "h.pdf", b"\n" + PDF)
    for end in (".heic", ".mp4", ".m4a", ".mov"):
        yield Bad(f"{end} and zip", f"a{end}", good()[f"plan{end}"] + archive)
        yield Bad(f"{end} and page", f"b{end}", PAGE + good()[f"plan{end}"])
    for end in (".mp3", ".ogg", ".webm", ".doc", ".xls", ".ppt"):
        yield Bad(f"{end} and zip", f"a{end}", good()[f"plan{end}"] + archive)
        yield Bad(f"{end} and page", f"b{end}", good()[f"plan{end}"][:24] + PAGE)
    for end in (".zip", ".docx", ".xlsx", ".odt"):
        yield Bad(f"program and {end}", f"a{end}", PROGRAM + good()[f"plan{end}"])
        yield Bad(f"page and {end}", f"b{end}", PAGE + good()[f"plan{end}"])
        yield Bad(f"{end} and a tail", f"c{end}", good()[f"plan{end}"] + PAGE)
    yield Bad("riff with a tail", "a.wav", good()["plan.wav"] + archive)


def _pages() -> Iterator[Bad]:
    for end in (".svg", ".svgz", ".html", ".htm", ".xhtml", ".xml", ".js", ".mjs", ".exe", ".bat", ".php", ".swf", ""):
        for what, content in {"svg": SVG, "page": PAGE, "png": picture("PNG")}.items():
            yield Bad(f"{what} called {end or 'nothing'}", f"picture{end}", content)
    for end in (".svg.png", ".html.txt", ".png.html", ".pdf.exe", ".png.", ".txt "):
        yield Bad(f"page called {end}", f"picture{end}", PAGE)
    for lead in (b"\xef\xbb\xbf", b"\n\n  ", b"\t"):
        yield Bad("page behind blanks", "notes.txt", lead + PAGE)
    yield Bad("page in other letters", "notes.md", PAGE.upper())
    yield Bad("page in 16 bits", "notes.txt", PAGE.decode().encode("utf-16"))
    yield Bad("xml page", "notes.csv", SVG)
    yield Bad("php", "notes.txt", b"<?php system($_GET['c']); ?>")


def _bombs() -> Iterator[Bad]:
    zeros = b"\0" * (20 * 1024 * 1024)
    yield Bad("zip bomb", "a.zip", packed(("zeros", zeros)))
    types = ("[Content_Types].xml", XML)
    yield Bad("docx bomb", "a.docx", packed(types, ("word/document.xml", zeros)))
    yield Bad("xlsx bomb", "a.xlsx", packed(types, ("xl/workbook.xml", zeros)))
    yield Bad(
        "odt bomb", "a.odt", packed(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", zeros))
    )
    for depth in range(1, 4):
        nested = packed(("zeros", b"\0" * 100_000))
        for _ in range(depth):
            nested = packed(*((f"{number}.zip", nested) for number in range(4)))
        yield Bad(f"zips in zips, {depth} deep", "nested.zip", nested)
    for end in (".zip", ".7z", ".rar", ".tar", ".gz", ".JAR"):
        yield Bad(f"{end} in a zip", "nested.zip", packed((f"inner{end}", b"x")))
    yield Bad("many entries", "many.zip", packed(*((f"{number}", b"") for number in range(10_001))))
    yield Bad("overlapping entries", "overlap.zip", _overlapping())
    yield Bad("a size that lies", "lies.zip", _lying(0xFFFFFFF0))
    for name in ("../../etc/passwd", "/etc/passwd", "..\\..\\win.ini", "C:\\win.ini", "a/../../b", "\\\\host\\share"):
        yield Bad(f"zip with {name}", "names.zip", packed((name, b"x")))
    yield Bad("macros", "a.docx", packed(types, ("word/document.xml", XML), ("word/vbaProject.bin", b"x")))
    yield Bad("docx called xlsx", "a.xlsx", packed(types, ("word/document.xml", XML)))
    yield Bad("zip called docx", "b.docx", packed(("notes.txt", b"x")))
    yield Bad("odt called ods", "a.ods", good()["plan.odt"])
    yield Bad("empty zip", "empty.zip", packed())


def _overlapping() -> bytes:
    """A directory that names one part a thousand times."""
    body = packed(("a", b"\0" * 1_000_000))
    end = body.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<L", body, end + 16)[0]
    one = body[start:end]
    return (
        body[:start] + one * 1000 + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(one) * 1000, start, 0)
    )


def _lying(size: int) -> bytes:
    body = bytearray(packed(("a", b"x")))
    place = body.index(b"PK\x01\x02")
    struct.pack_into("<L", body, place + 24, size)
    return bytes(body)


def _cut_short() -> Iterator[Bad]:
    for end, kind in PICTURES.items():
        whole = picture(kind, (300, 200))
        for part in (12, 40, len(whole) // 2, len(whole) * 3 // 4):
            yield Bad(f"{part} bytes of {end}", f"cut{end}", whole[:part])
    for end in (".zip", ".docx", ".xlsx", ".pptx", ".odt", ".mp4", ".heic", ".wav", ".m4a"):
        whole = good()[f"plan{end}"]
        for part in (9, len(whole) // 2, len(whole) - 1):
            yield Bad(f"{part} bytes of {end}", f"cut{end}", whole[:part])


def _huge() -> Iterator[Bad]:
    """Their heads say 900 million pixels."""
    side = 30_000
    yield Bad("huge png", "huge.png", _png_head(side, side))
    yield Bad("endless png", "huge.png", _png_head(2**31 - 1, 2**31 - 1))
    yield Bad("wide png", "huge.png", _png_head(60_000_000, 1))
    gif = (
        b"GIF89a"
        + struct.pack("<HH", side, side)
        + b"\0\0\0,\0\0\0\0"
        + struct.pack("<HH", side, side)
        + b"\0\x02\x02\x44\x01\0;"
    )
    yield Bad("huge gif", "huge.gif", gif)
    small = picture("GIF")
    later = b",\0\0\0\0" + struct.pack("<HH", 65_000, 65_000) + b"\0\x02\x02\x44\x01\0;"
    yield Bad("gif whose second frame is huge", "huge.gif", small[:-1] + later)
    yield Bad(
        "gif of a million frames",
        "huge.gif",
        small[:-1] + (b",\0\0\0\0\x08\0\x06\0\0\x02\x02\x44\x01\0" * 200_000) + b";",
    )
    jpeg = bytearray(picture("JPEG"))
    place = jpeg.index(b"\xff\xc0") + 5
    struct.pack_into(">HH", jpeg, place, side, side)
    yield Bad("huge jpeg", "huge.jpg", bytes(jpeg))
    yield Bad("huge webp", "huge.webp", _webp_head(16_383))


def _png_head(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def _webp_head(side: int) -> bytes:
    sides = (side - 1) | ((side - 1) << 14)
    lossless = b"\x2f" + struct.pack("<I", sides) + b"\0" * 11
    chunks = b"WEBPVP8L" + struct.pack("<I", len(lossless)) + lossless
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


NAMES = (
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows\\win.ini",
    "C:\\windows\\win.ini",
    "\\\\host\\share\\x",
    "CON",
    "nul",
    "..",
    ".",
    "plan\u202egnp.exe",
    "plan\u200b\u200d\ufeff",
    "plan\0.exe",
    "plan\r\nSet-Cookie: a=b",
    "x" * 5000,
    "计" * 5000,
    "x." + "y" * 5000,
    ".htaccess",
    "a.png:stream.exe",
    "plan.png/",
    "\u2066plan\u2069",
    "%2e%2e%2fpasswd",
    "\ud800plan",
)


def _names() -> Iterator[Bad]:
    """With names that no kind ends in, or over a content that is wrong."""
    for name in NAMES:
        yield Bad("name", name, PROGRAM)
        yield Bad("name over a page", f"{name}.png", PAGE)


def _empty() -> Iterator[Bad]:
    for name in good():
        yield Bad("empty", name, b"")
