"""Draw the icons, and what the pictures for social networks are put together from, in Chromium.

    .venv/bin/python -m tools.draw_pictures /path/to/texgyrepagella-regular.otf

Needed after a change of the mark, the scene, the colors or the typeface only; what it writes is committed. The
typeface is TeX Gyre Pagella (Debian: fonts-texgyre; GUST Font License), a free Palatino like the site's headings.
"""

import base64
import json
import re
import struct
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from pages.metadata import png
from pages.metadata.picture import GROUND, HEIGHT, LETTERS, METRICS, SHADES, WIDTH
from tests.chromium import find

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "static"
LETTER_SIZE = 68
CHARACTERS = "".join(map(chr, [*range(0x21, 0x7F), *range(0xA1, 0x180)])).replace("\xad", "") + "‘’“”–—…•"
KERNED = "".join(map(chr, range(0x21, 0x7F))) + "‘’“”–—"
LIGATURES = re.compile("f[fil]")

GLYPHS = """async ([characters, kerned, size]) => {
    await document.fonts.load(`${size}px letters`);
    const canvas = new OffscreenCanvas(3 * size, 2 * size);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.font = `${size}px letters`;
    const width = text => context.measureText(text).width;
    const glyphs = {};
    for (const character of characters) {
        context.clearRect(0, 0, canvas.width, canvas.height);
        context.fillText(character, size, 1.4 * size);
        const alpha = context.getImageData(0, 0, canvas.width, canvas.height).data.filter((_, i) => i % 4 === 3);
        glyphs[character] = { advance: Math.round(width(character)), alpha: String.fromCharCode(...alpha) };
    }
    const kerns = {};
    for (const first of kerned) for (const second of kerned) {
        const kern = Math.round(width(first + second) - width(first) - width(second));
        if (kern) kerns[first + second] = kern;
    }
    return { glyphs, kerns, space: Math.round(width(" ")), columns: canvas.width };
}"""
PIXELS = """async ([address, width, height]) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.drawImage(image, 0, 0, width, height);
    return Array.from(context.getImageData(0, 0, width, height).data, byte => String.fromCharCode(byte)).join("");
}"""
Rows = list[bytes]


def main(font: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        page = browser.new_page()
        address = base64.b64encode(font.read_bytes()).decode()
        page.set_content(f"<style>@font-face {{ font-family: letters; src: url(data:;base64,{address}) }}</style>")
        draw_letters(page)
        draw_ground(page)
        draw_icons(page)
        browser.close()


def draw_letters(page: Page) -> None:
    """One sheet of all letters, in as many shades as the palette has, and where each stands on it."""
    drawn = page.evaluate(GLYPHS, [CHARACTERS, KERNED, LETTER_SIZE])
    sheet: Rows = []
    metrics: dict[str, Any] = {"size": LETTER_SIZE, "space": drawn["space"], "letters": {}}
    metrics["kerns"] = {pair: kern for pair, kern in drawn["kerns"].items() if not LIGATURES.fullmatch(pair)}
    for character, glyph in drawn["glyphs"].items():
        rows, left, top = cropped(glyph["alpha"].encode("latin-1"), drawn["columns"])
        metrics["letters"][character] = [
            *(len(sheet), len(rows), len(rows[0])),
            *(left - LETTER_SIZE, top - round(1.4 * LETTER_SIZE), glyph["advance"]),
        ]
        sheet += rows
    widest = max(map(len, sheet))
    shades = [(255 - 17 * shade,) * 3 for shade in range(SHADES)]
    LETTERS.write_bytes(png.write([row.ljust(widest, b"\0") for row in sheet], shades))
    METRICS.write_text(json.dumps(metrics, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def cropped(alpha: bytes, columns: int) -> tuple[Rows, int, int]:
    """The rows and columns with ink on them, in shades, and where they begin."""
    shades = bytes(round(one * (SHADES - 1) / 255) for one in alpha)
    rows = [shades[start : start + columns] for start in range(0, len(shades), columns)]
    inked = [number for number, row in enumerate(rows) if any(row)]
    left = min(next(x for x, shade in enumerate(rows[y]) if shade) for y in inked)
    right = max(len(rows[y].rstrip(b"\0")) for y in inked)
    return [row[left:right] for row in rows[inked[0] : inked[-1] + 1]], left, inked[0]


def draw_ground(page: Page) -> None:
    """What every picture has in common: mark at the left, scene at the right; ink and accent in shades on paper."""
    colors = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (STATIC / "css" / "tokens.css").read_text()))
    mark = paths_of("mark.html")
    scene = paths_of("scene.html")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<style>.drawn__light{{fill:#00f}}.drawn__ink{{fill:#f00}}</style>"
        f'<svg x="72" y="64" width="76" height="76" viewBox="0 0 48 48">{mark}</svg>'
        f'<svg x="806" y="150" width="400" height="{HEIGHT - 150}" viewBox="0 56 360 266"'
        f' preserveAspectRatio="xMidYMid meet">{scene}</svg></svg>'
    )
    pixels = rasterised(page, svg, WIDTH, HEIGHT)
    ink, accent, paper = (rgb(colors[name]) for name in ("ink", "accent", "paper"))
    numbers = bytes(number_of(*pixels[i : i + 4]) for i in range(0, len(pixels), 4))
    palette = [*ramp(paper, ink), *ramp(paper, accent)]
    GROUND.write_bytes(png.write([numbers[y : y + WIDTH] for y in range(0, len(numbers), WIDTH)], palette))


def number_of(red: int, green: int, blue: int, alpha: int) -> int:
    """The palette number of a pixel drawn red where ink is meant and blue where accent is."""
    shade = round(alpha * (SHADES - 1) / 255)
    return shade + SHADES if shade and blue > red else shade


def ramp(paper: png.Color, color: png.Color) -> list[png.Color]:
    steps = [number / (SHADES - 1) for number in range(SHADES)]
    return [tuple(round(p + (c - p) * step) for p, c in zip(paper, color, strict=True)) for step in steps]  # type: ignore[misc]


def draw_icons(page: Page) -> None:
    svg = (STATIC / "icon.svg").read_text()
    rounded, background, light = re.fullmatch(r'(.*<rect[^>]*?) rx="9" fill="(.*?)"/>(.*)</svg>\s*', svg).groups()  # type: ignore[union-attr]
    for name, size, scale in (("apple-touch-icon", 180, 0.85), ("icon-192", 192, 0.74), ("icon-512", 512, 0.74)):
        inner = f'<g transform="translate(24 24) scale({scale}) translate(-24 -24)">{light}</g>'
        square = f'{rounded} fill="{background}"/>{inner}</svg>'
        (STATIC / f"{name}.png").write_bytes(few_colors(rasterised(page, square, size, size), size, rgb(background)))
    page.set_content(f"<style>*{{margin:0}}svg{{display:block;inline-size:100vw}}</style>{svg}")
    images = []
    for size in (16, 32, 48):
        page.set_viewport_size({"width": size, "height": size})
        images.append((size, page.screenshot(omit_background=True)))
    (STATIC / "favicon.ico").write_bytes(ico(images))


def few_colors(pixels: bytes, size: int, background: png.Color) -> bytes:
    """A square picture of two colors and the shades between them."""
    ground, light = background[0], 0xFA
    shades = [min(max(round((red - ground) / (light - ground) * 15), 0), 15) for red in pixels[::4]]
    rows = [bytes(shades[y : y + size]) for y in range(0, len(shades), size)]
    return png.write(rows, ramp(background, rgb("#faf5ea")))


def ico(images: list[tuple[int, bytes]]) -> bytes:
    """The old Windows format: a directory, then the PNG files."""
    place, directory = 6 + 16 * len(images), b""
    for size, data in images:
        directory += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(data), place)
        place += len(data)
    return struct.pack("<HHH", 0, 1, len(images)) + directory + b"".join(data for _, data in images)


def rasterised(page: Page, svg: str, width: int, height: int) -> bytes:
    """Red, green, blue and alpha of every pixel, row by row."""
    sized = svg.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)
    address = f"data:image/svg+xml;base64,{base64.b64encode(sized.encode()).decode()}"
    pixels: str = page.evaluate(PIXELS, [address, width, height])
    return pixels.encode("latin-1")


def paths_of(template: str) -> str:
    return "".join(re.findall(r"<path.*?/>", (ROOT / "templates" / "site" / template).read_text()))


def rgb(color: str) -> png.Color:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
