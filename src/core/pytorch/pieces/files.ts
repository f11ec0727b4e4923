/** How the PyTorch program reads and writes safetensors and images. */
export const filesPiece = String.raw`
DTYPES = {"F32": np.dtype("<f4"), "I32": np.dtype("<i4")}


def read_safetensors(path):
    """The arrays of a file by name, and what its header says beside them."""
    data = Path(path).read_bytes()
    try:
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8 : 8 + length])
        metadata, body = header.pop("__metadata__", {}), data[8 + length :]
        arrays = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            arrays[name] = np.frombuffer(body[begin:end], DTYPES[entry["dtype"]]).reshape(entry["shape"])
        return arrays, metadata
    except (struct.error, ValueError, KeyError) as fault:
        sys.exit(f"{path} is not a readable safetensors file: {fault}.")


def write_safetensors(path, arrays, metadata):
    header, offset = {"__metadata__": metadata} if metadata else {}, 0
    for name, values in arrays.items():
        header[name] = {"dtype": "F32", "shape": values.shape, "data_offsets": [offset, offset + values.nbytes]}
        offset += values.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    body = b"".join(values.astype("<f4").tobytes() for values in arrays.values())
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + body)
`;
