#!/usr/bin/env python3
"""ONNX Runtime and PyTorch on the weights and token ids of `cargo bench --bench forward`, in the same minutes.

    python3 benches/engines.py [--model models/default] [--rounds 5]

Wants onnx, onnxruntime, numpy and safetensors, and measures PyTorch too where torch and transformers are installed. Runs
the Rust benchmark itself, so that all figures come from one run, on one core each: batches of similar length, padded, as
these engines want them. Prints tokens a second (padding not counted) and the ratios.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

ROOT = Path(__file__).resolve().parent.parent
BATCH_TOKENS = 1024


def weights_of(folder):
    """Names and f32 arrays, linear weights as stored: [out, in]."""
    stored = load_file(folder / "model.safetensors")
    weights = {}
    for name, array in stored.items():
        if name.endswith(".scales"):
            continue
        if array.dtype == np.int8:
            array = array.astype(np.float32) * stored[f"{name}.scales"][:, None]
        weights[name] = array.astype(np.float32)
    return weights


def onnx_model(weights, config):
    """The encoder as an ONNX graph, from ids and mask to token vectors, the way exporters write it."""
    nodes, constants = [], []

    def constant(name, array):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(kind, inputs, name, **attributes):
        nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def linear(x, name, label):
        product = node("MatMul", [x, constant(f"{label}.w", weights[f"{name}.weight"].T)], f"{label}.product")
        return node("Add", [product, constant(f"{label}.b", weights[f"{name}.bias"])], label)

    def norm(x, name, label):
        scale, bias = constant(f"{label}.g", weights[f"{name}.weight"]), constant(f"{label}.b", weights[f"{name}.bias"])
        return node("LayerNormalization", [x, scale, bias], label, axis=-1, epsilon=config["layer_norm_eps"])

    hidden, heads = config["hidden_size"], config["num_attention_heads"]
    embeddings = "embeddings."
    words = node("Gather", [constant("words", weights[embeddings + "word_embeddings.weight"]), "ids"], "word")
    places = weights[embeddings + "position_embeddings.weight"] + weights[embeddings + "token_type_embeddings.weight"][:1]
    length = node("Shape", ["ids"], "length", start=1, end=2)
    around = node("Slice", [constant("places", places), constant("zero", np.array([0])), length], "place")
    x = norm(node("Add", [words, around], "embedded"), embeddings + "LayerNorm", "x")
    split = constant("split", np.array([0, 0, heads, hidden // heads]))
    join = constant("join", np.array([0, 0, hidden]))
    root = constant("root", np.array(1 / np.sqrt(hidden // heads), dtype=np.float32))
    half, one = constant("half", np.array(0.5, dtype=np.float32)), constant("one", np.array(1.0, dtype=np.float32))
    inverse_root2 = constant("inverse_root2", np.array(1 / np.sqrt(2), dtype=np.float32))
    for n in range(config["num_hidden_layers"]):
        layer, label = f"encoder.layer.{n}.", f"l{n}."

        def part(which, perm):
            flat = linear(x, f"{layer}attention.self.{which}", label + which)
            apart = node("Reshape", [flat, split], f"{label}{which}.heads")
            return node("Transpose", [apart], f"{label}{which}.t", perm=perm)

        query, key, value = part("query", [0, 2, 1, 3]), part("key", [0, 2, 3, 1]), part("value", [0, 2, 1, 3])
        scores = node("Mul", [node("MatMul", [query, key], label + "scores"), root], label + "scaled")
        scores = node("Softmax", [node("Add", [scores, "mask"], label + "masked")], label + "softmax", axis=-1)
        mixed = node("Transpose", [node("MatMul", [scores, value], label + "mixed")], label + "mixed.t", perm=[0, 2, 1, 3])
        mixed = linear(node("Reshape", [mixed, join], label + "joined"), layer + "attention.output.dense", label + "out")
        x = norm(node("Add", [mixed, x], label + "sum1"), layer + "attention.output.LayerNorm", label + "n1")
        up = linear(x, layer + "intermediate.dense", label + "up")
        erf = node("Erf", [node("Mul", [up, inverse_root2], label + "z")], label + "erf")
        bell = node("Mul", [up, node("Add", [erf, one], label + "erf1")], label + "bell")
        inner = node("Mul", [bell, half], label + "gelu")
        down = linear(inner, layer + "output.dense", label + "down")
        x = norm(node("Add", [down, x], label + "sum2"), layer + "output.LayerNorm", label + "n2")
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "tokens"]),
        helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["batch", 1, 1, "tokens"]),
    ]
    outputs = [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["batch", "tokens", hidden])]
    graph = helper.make_graph(nodes, "encoder", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def batches_of(passages):
    """Passages of similar length in padded batches: ids and mask (1 for tokens)."""
    groups, group = [], []
    for ids in sorted(passages, key=len):
        if group and (len(group) + 1) * len(ids) > BATCH_TOKENS:
            groups.append(group)
            group = []
        group.append(ids)
    groups.append(group)
    for group in groups:
        width = len(group[-1])
        ids = np.array([g + [0] * (width - len(g)) for g in group], dtype=np.int64)
        yield ids, np.array([[1] * len(g) + [0] * (width - len(g)) for g in group], dtype=np.float32)


def torch_models(folder, weights, config):
    """PyTorch's own BERT in f32 and bf16, where it is installed."""
    try:
        import torch
        from transformers import BertConfig, BertModel
    except ImportError:
        print("(torch or transformers is not installed: PyTorch is not measured)", file=sys.stderr)
        return {}
    torch.set_num_threads(1)
    model = BertModel(BertConfig(**config), add_pooling_layer=False).eval()
    state = {name: torch.from_numpy(array) for name, array in weights.items() if name in model.state_dict()}
    model.load_state_dict(state, strict=False)

    def run(model):
        def forward(ids, mask):
            with torch.inference_mode():
                mask = torch.from_numpy(mask).long()
                return model(input_ids=torch.from_numpy(ids), attention_mask=mask).last_hidden_state.float().numpy()
        return forward

    import copy
    return {"PyTorch, f32": run(model), "PyTorch, bf16": run(copy.deepcopy(model).bfloat16())}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "models/default")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    config = json.loads((arguments.model / "config.json").read_text())
    weights = weights_of(arguments.model)
    with tempfile.TemporaryDirectory() as scratch:
        tokens = Path(scratch) / "tokens.json"
        environment = {**os.environ, "FIGCHECK_BENCH_TOKENS": str(tokens), "FIGCHECK_BENCH_MODEL": str(arguments.model.resolve())}
        command = ["cargo", "bench", "--quiet", "--bench", "forward"]
        ours = subprocess.run(command, cwd=ROOT, env=environment, check=True, text=True, stdout=subprocess.PIPE).stdout
        print(ours)
        passages = json.loads(tokens.read_text())
        path = Path(scratch) / "encoder.onnx"
        onnx.save(onnx_model(weights, config), path)
        plain = session(path)
        engines = {"ONNX Runtime, f32": lambda ids, mask: plain.run(
            None, {"ids": ids, "mask": ((mask - 1) * 1e4)[:, None, None, :]})[0]}
        from onnxruntime.quantization import QuantType, quantize_dynamic
        small = Path(scratch) / "encoder.int8.onnx"
        quantize_dynamic(path, small, per_channel=True, weight_type=QuantType.QInt8)
        bytes_session = session(small)
        engines["ONNX Runtime, int8"] = lambda ids, mask: bytes_session.run(
            None, {"ids": ids, "mask": ((mask - 1) * 1e4)[:, None, None, :]})[0]
        engines.update(torch_models(arguments.model, weights, config))
        batches = list(batches_of(passages))
        count = sum(map(len, passages))
        reference, best = None, dict.fromkeys(engines, float("inf"))
        for name, forward in engines.items():
            ids, mask = batches[len(batches) // 2]
            vectors = forward(ids, mask)[mask > 0]
            if reference is None:
                reference = vectors
            cosine = (vectors * reference).sum(1) / np.linalg.norm(vectors, axis=1) / np.linalg.norm(reference, axis=1)
            print(f"{name}: cosine to the first engine {cosine.mean():.4f}")
        for _ in range(arguments.rounds):
            for name, forward in engines.items():
                start = time.perf_counter()
                for ids, mask in batches:
                    forward(ids, mask)
                best[name] = min(best[name], time.perf_counter() - start)
    speeds = {name: count / seconds for name, seconds in best.items()}
    for match in re.finditer(r"^(figcheck, \S+) +(\d+) +\d+ +\d+%", ours, re.MULTILINE):
        speeds[match[1]] = float(match[2])
    onnx_speed = speeds["ONNX Runtime, f32"]
    print(f"\n{'one core':24} {'tokens/s':>9} {'x ONNX Runtime f32':>19}")
    for name, speed in sorted(speeds.items(), key=lambda pair: -pair[1]):
        print(f"{name:24} {speed:9.0f} {speed / onnx_speed:19.2f}")


if __name__ == "__main__":
    main()
