"""A picture that a phone scans (QR), as SVG."""

import qrcode
import qrcode.image.svg

BORDER = 2
"""Empty squares around it: paper has a margin of its own."""


def square_code(text: str, *, border: int = BORDER) -> str:
    """These letters as one drawing, which reads with a seventh of it dirty or torn (level M)."""
    code = qrcode.QRCode(border=border, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    return str(code.make_image(image_factory=qrcode.image.svg.SvgPathImage).to_string(encoding="unicode"))
