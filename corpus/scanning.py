"""A scanned copy (扫描件): pages as slightly noisy, slightly turned grey pictures in a PDF without any text."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI = 130


def scan(born_digital: Path, target: Path) -> int:
    """Writes the picture-only copy of a PDF and returns the number of pages; the noise is the same each time."""
    noise = np.random.default_rng(20230901)
    document = pypdfium2.PdfDocument(born_digital)
    canvas = Canvas(str(target), invariant=1)
    canvas.setTitle(target.stem)
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        picture = page.render(scale=DPI / 72, grayscale=True).to_pil()
        picture = picture.rotate(float(noise.uniform(-0.4, 0.4)), Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(picture, dtype=np.float32) * 0.93 + 8 + noise.normal(0, 5, (picture.height, picture.width))
        out = BytesIO()
        Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=42)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(BytesIO(out.getvalue())), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return len(document)
