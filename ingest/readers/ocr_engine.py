"""The recognition engine (识别引擎): RapidOCR's models in OpenVINO or ONNX Runtime, holding a bounded amount of memory."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

FOUND_SIDE = 1280
"""The longer side in pixels of the picture in which lines are looked for; they are read from the whole picture."""
MOST_SIDE = 3000
"""The longer side of a whole picture, at most."""
FIND_STEP, READ_STEP = 128, 160
"""Pixels to whose multiples the pictures of pages and the widths of lines are filled up."""
KEPT_STEPS = 64
"""Compiled steps that OpenVINO keeps, at most."""


def engine_name() -> str:
    """The name of the library that runs the models, "" when none is installed."""
    for module, name in (("openvino", "OPENVINO"), ("onnxruntime", "ONNXRUNTIME")):
        if find_spec(module) is not None:
            return name
    return ""


@cache
def engine() -> Any:
    """The engine, made when first asked for; it finds lines in a picture (BGR) and reads them."""
    os.environ.setdefault("OPENVINO_LOG_LEVEL", "0")
    from rapidocr import EngineType, RapidOCR

    kind = getattr(EngineType, engine_name())
    threads = os.environ.get("OMP_NUM_THREADS", "")
    made = RapidOCR(
        params={
            "EngineConfig.openvino.inference_num_threads": int(threads) if threads.isdigit() else -1,
            "Det.limit_type": "max",
            "Det.limit_side_len": FOUND_SIDE,
            "Rec.rec_batch_num": 1,
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.4,
            "Global.max_side_len": MOST_SIDE,
            "Det.engine_type": kind,
            "Cls.engine_type": kind,
            "Rec.engine_type": kind,
        }
    )
    if kind is EngineType.OPENVINO:
        finder, reader = made._load_det_model(), made._load_rec_model()
        finder.session = _Evened(finder.session, FIND_STEP, (2, 3))
        reader.session = _Evened(reader.session, READ_STEP, (3,))
    return made


class _Evened:
    """A model whose inputs are filled up to even sizes, and that keeps few compiled steps.

    OpenVINO compiles the model's steps anew for every size of input and keeps them: lines are all of different widths,
    and forty pages made it grow by two gigabytes. With few sizes it compiles little and stays small.
    """

    def __init__(self, session: Any, step: int, axes: tuple[int, ...]) -> None:
        from openvino import Core

        options: dict[str, Any] = {"CPU_RUNTIME_CACHE_CAPACITY": KEPT_STEPS}
        threads = os.environ.get("OMP_NUM_THREADS", "")
        if threads.isdigit():
            options["INFERENCE_NUM_THREADS"] = int(threads)
        self._step = step
        self._axes = axes
        self._request = Core().compile_model(session.model, "CPU", options).create_infer_request()

    def __call__(self, batch: Numbers) -> Numbers:
        import numpy as np

        wide = [(0, -size % self._step if axis in self._axes else 0) for axis, size in enumerate(batch.shape)]
        full = np.pad(batch, wide, mode="edge" if len(self._axes) > 1 else "constant")
        self._request.infer([full])
        answer = self._request.get_output_tensor().data
        if len(self._axes) > 1:
            return np.array(answer[:, :, : batch.shape[2], : batch.shape[3]])
        return np.array(answer[:, : -(-answer.shape[1] * batch.shape[3] // full.shape[3])])
