"""What a camera makes of a code: each function takes a picture of one pixel per module and a random generator, and
returns what is seen, as grey values of 8 bits. The strengths are those of the table's column heads."""

import math

import cv2
import numpy as np

# A code of version 20 fills two thirds of the height of a Full HD picture at this size.
CAMERA = 6

# Around the quiet zone: the grey of a desk, a hand, a car door. No picture is cut at the code's own margin.
GROUND = 150


def enlarged(modules, pixels):
    """Each module as a square of whole pixels, on a ground of another grey."""
    code = np.kron(modules, np.ones((pixels, pixels), np.uint8))
    return cv2.copyMakeBorder(code, *[6 * pixels] * 4, cv2.BORDER_CONSTANT, value=GROUND)


def seen(modules, pixels, random):
    """As a camera samples it: modules of `pixels` pixels that lie anywhere on its grid, slightly soft."""
    factor = 8
    fine = np.kron(modules, np.ones((factor, factor), np.uint8))
    fine = cv2.copyMakeBorder(fine, *[6 * factor] * 4, cv2.BORDER_CONSTANT, value=GROUND)
    side = int(len(fine) * pixels / factor)
    shift = random.uniform(0, factor, 2)
    matrix = np.float32([[1, 0, shift[0]], [0, 1, shift[1]]])
    moved = cv2.warpAffine(fine, matrix, fine.shape[::-1], borderValue=GROUND)
    return grain(cv2.resize(moved, (side, side), interpolation=cv2.INTER_AREA), random, 2)


def grain(picture, random, sigma):
    noisy = picture.astype(np.float32) + random.normal(0, sigma, picture.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def warped(picture, source, target):
    """The picture with the corners `source` moved to `target`, enlarged so that nothing is cut off."""
    low, high = np.floor(target.min(0)), np.ceil(target.max(0))
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), (target - low).astype(np.float32))
    size = (high - low).astype(int)
    return cv2.warpPerspective(picture, matrix, tuple(size.tolist()), flags=cv2.INTER_AREA, borderValue=GROUND)


def corners(picture):
    height, width = picture.shape
    return np.float32([[0, 0], [width, 0], [width, height], [0, height]])


def tilted(picture, degrees, direction):
    """Seen from three widths away by a camera that is `degrees` off the straight line, towards `direction`."""
    around, side = math.radians(direction), float(len(picture))
    axis = np.float64([math.cos(around), math.sin(around), 0]) * math.radians(degrees)
    rotation, _ = cv2.Rodrigues(axis)
    flat = np.hstack([corners(picture) - side / 2, np.zeros((4, 1))]) @ rotation.T
    distance = 3 * side
    target = flat[:, :2] * (distance / (distance + flat[:, 2:])) + side / 2
    return warped(picture, corners(picture), target)


def clean(modules, random):
    return enlarged(modules, 4)


def three_pixels(modules, random):
    return seen(modules, 3, random)


def two_pixels(modules, random):
    return seen(modules, 2, random)


def rotated(modules, random):
    picture = enlarged(modules, CAMERA)
    angle = random.uniform(0, 360)
    middle = np.float64([len(picture) / 2] * 2)
    turn = np.float64([[math.cos(math.radians(angle)), -math.sin(math.radians(angle))],
                       [math.sin(math.radians(angle)), math.cos(math.radians(angle))]])
    target = (corners(picture) - middle) @ turn.T
    return grain(warped(picture, corners(picture), target), random, 2)


def perspective(modules, random, degrees=6):
    picture = tilted(enlarged(modules, CAMERA), random.uniform(0, degrees), random.uniform(0, 360))
    return grain(picture, random, 2)


def steep(modules, random):
    picture = tilted(enlarged(modules, CAMERA), random.uniform(15, 30), random.uniform(0, 360))
    return grain(picture, random, 2)


def noisy(modules, random):
    """A sensor in bad light: a standard deviation of 5 to 20 grey values."""
    return grain(seen(modules, 4, random), random, random.uniform(5, 20))


def jpeg(modules, random):
    _, data = cv2.imencode(".jpg", seen(modules, 4, random), [cv2.IMWRITE_JPEG_QUALITY, 50])
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)


def blurred(modules, random):
    """Out of focus: 0.25 to 0.45 modules of standard deviation."""
    return grain(cv2.GaussianBlur(enlarged(modules, 4), (0, 0), random.uniform(1.0, 1.8)), random, 2)


def moire(modules, random):
    """Fringes between the screen's grid and the camera's, two systems, up to 30 % of the light."""
    picture = seen(modules, 4, random).astype(np.float32)
    y, x = np.mgrid[0:picture.shape[0], 0:picture.shape[1]]
    for _ in range(2):
        length, angle = random.uniform(5, 60), random.uniform(0, 2 * math.pi)
        phase = (x * math.cos(angle) + y * math.sin(angle)) * (2 * math.pi / length) + random.uniform(0, 6)
        picture *= 1 - random.uniform(0.05, 0.15) * (1 + np.sin(phase))
    return np.clip(picture, 0, 255).astype(np.uint8)


def faint(modules, random):
    """40 to 70 grey values between dark and light, lit from one side."""
    picture = seen(modules, 4, random).astype(np.float32)
    dark, contrast = random.uniform(60, 120), random.uniform(40, 70)
    slope = np.linspace(0.8, 1.2, picture.shape[1])[None, :]
    return grain((dark + picture / 255 * contrast) * slope, random, 2)


def smudged(modules, random, share):
    """Spots of dirt or glare, an ellipse each, until `share` of the code is covered. Anywhere: on corners too."""
    picture = seen(modules, 4, random)
    covered, side = np.zeros(picture.shape, np.uint8), len(picture)
    inner = slice(24, side - 24)
    while (covered[inner, inner] > 0).mean() < share:
        centre = tuple(int(value) for value in random.uniform(24, side - 24, 2))
        axes = tuple(int(value) for value in random.uniform(4, 14, 2))
        spot = np.zeros(picture.shape, np.uint8)
        cv2.ellipse(spot, centre, axes, random.uniform(0, 360), 0, 360, 255, -1)
        picture[spot > 0] = random.integers(0, 256)
        covered |= spot
    return picture


def smudged_1(modules, random):
    return smudged(modules, random, 0.01)


def smudged_3(modules, random):
    return smudged(modules, random, 0.03)


def bent(modules, random):
    """Around a cylinder: the code covers 20 to 50 degrees of it, upright or lying."""
    picture = enlarged(modules, CAMERA)
    side, arc = len(picture), math.radians(random.uniform(20, 50))
    radius = side / arc
    width = int(2 * radius * math.sin(arc / 2))
    x = radius * np.arcsin(np.clip((np.arange(width) - width / 2) / radius, -1, 1)) + side / 2
    map_x = np.tile(x.astype(np.float32), (side, 1))
    map_y = np.tile(np.arange(side, dtype=np.float32)[:, None], (1, width))
    picture = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR, borderValue=GROUND)
    if random.random() < 0.5:
        picture = cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)
    return grain(picture, random, 2)


# In the order of the table; the first six are those that no reader may miss at the default level.
ALL = {
    "clean": clean, "3 px": three_pixels, "rotated": rotated, "perspective": perspective, "noise": noisy,
    "JPEG 50": jpeg, "2 px": two_pixels, "blur": blurred, "moiré": moire, "faint": faint, "smudge 1 %": smudged_1,
    "smudge 3 %": smudged_3, "bend": bent, "steep": steep,
}


def wide(pixels):
    """The whole code, quiet zone included, in so many pixels: the more modules it has, the smaller they are."""
    return lambda modules, random: seen(modules, pixels / len(modules), random)


# Where the version tells, since a screen, a card and a camera's picture are as wide as they are.
FIXED_WIDTH = {f"{pixels} px wide": wide(pixels) for pixels in (400, 300, 250, 200)}
