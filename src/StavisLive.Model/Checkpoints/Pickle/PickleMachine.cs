namespace StavisLive.Model.Checkpoints.Pickle;

/// <summary>Reads a pickle as data: tensors, numbers, texts and what holds them. It has nothing to run code with.</summary>
/// <remarks>
/// Python's pickle is a program for a stack machine (documented in the standard library's <c>pickletools</c>); this one
/// knows the instructions that PyTorch writes. Names lead only to <see cref="PickleGlobal"/>; anything else is refused.
/// </remarks>
internal sealed class PickleMachine(string path, Stream stream, Func<object?, PickledStorage>? storageOf)
{
    // A file of weights has some thousand values; this is no limit for it, but one for a damaged file.
    private const int LargestMemo = 1 << 22;

    private static readonly object Mark = new();

    private readonly PickleStream _input = new(stream);
    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];

    /// <summary>Reads one pickle; the stream then stands behind it.</summary>
    /// <exception cref="CheckpointException">It asks for something that no tensor needs.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public object? Run()
    {
        for (var instruction = _input.Byte(); instruction != '.'; instruction = _input.Byte()) Execute(instruction);
        return Pop();
    }

    private void Execute(byte instruction)
    {
        switch (instruction)
        {
            case 0x80: _input.Byte(); break; // PROTO
            case 0x95: _input.Bytes(8); break; // FRAME
            case (byte)'(': Push(Mark); break;
            case (byte)'0': Pop(); break;
            case (byte)'1': PopToMark(); break;
            case (byte)'2': Push(Peek()); break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'J': Push((long)_input.Int32()); break;
            case (byte)'K': Push((long)_input.Byte()); break;
            case (byte)'M': Push((long)_input.UInt16()); break;
            case 0x8a: Push(_input.Long(_input.Byte())); break;
            case 0x8b: Push(_input.Long(_input.Int32())); break;
            case (byte)'G': Push(_input.Double()); break;
            case (byte)'X' or (byte)'T': Push(_input.Text(_input.Int32())); break;
            case 0x8c or (byte)'U': Push(_input.Text(_input.Byte())); break;
            case (byte)'B': Push(_input.Bytes(_input.Int32())); break;
            case (byte)'C': Push(_input.Bytes(_input.Byte())); break;
            case (byte)']' or 0x8f: Push(new List<object?>()); break;
            case (byte)'}': Push(new PickleDictionary()); break;
            case (byte)')': Push(Array.Empty<object?>()); break;
            case (byte)'t': Push(PopToMark()); break;
            case 0x85: Push(Pop(1)); break;
            case 0x86: Push(Pop(2)); break;
            case 0x87: Push(Pop(3)); break;
            case (byte)'a': AddTo(Pop(1)); break;
            case (byte)'e' or 0x90: AddTo(PopToMark()); break;
            case (byte)'s': SetIn(Pop(2)); break;
            case (byte)'u': SetIn(PopToMark()); break;
            case (byte)'c': Push(PickleGlobal.Find(path, $"{_input.Line()}.{_input.Line()}")); break;
            case 0x93: PushGlobal(Pop(2)); break;
            case (byte)'R' or 0x81: Call(Pop(2)); break;
            case (byte)'b': Pop(); break; // BUILD: attributes of a dictionary (PyTorch's _metadata), of no use here
            case (byte)'q': Memorize(_input.Byte()); break;
            case (byte)'r': Memorize((uint)_input.Int32()); break;
            case 0x94: Memorize(_memo.Count); break;
            case (byte)'h': Recall(_input.Byte()); break;
            case (byte)'j': Recall((uint)_input.Int32()); break;
            case (byte)'Q': Push(PersistentStorage(Pop())); break;
            default: throw new InvalidDataException($"It holds the pickle instruction 0x{instruction:x2}, which PyTorch does not write.");
        }
    }

    private void PushGlobal(object?[] name) => Push(PickleGlobal.Find(path, $"{name[0]}.{name[1]}"));

    private PickledStorage PersistentStorage(object? id) =>
        (storageOf ?? throw new InvalidDataException("It refers to a storage where none can be."))(id);

    private void Call(object?[] call)
    {
        var arguments = call[1] as object?[] ?? throw new InvalidDataException("It calls something without arguments.");
        Push((call[0] as PickleGlobal)?.Name switch
        {
            "collections.OrderedDict" => new PickleDictionary(),
            "torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2" => Tensor(arguments),
            "torch._utils._rebuild_parameter" when arguments is [PickledTensor data, ..] => data,
            "torch.Size" when arguments is [object?[] lengths] => lengths,
            var other => throw new InvalidDataException($"It calls {other ?? "something that cannot be called"}."),
        });
    }

    private static PickledTensor Tensor(object?[] arguments) => arguments is [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..]
        ? new PickledTensor(storage, offset, Lengths(shape), Lengths(strides))
        : throw new InvalidDataException("It describes a tensor in an unknown way.");

    private static long[] Lengths(object?[] values) =>
        Array.ConvertAll(values, value => value as long? ?? throw new InvalidDataException("A tensor's shape holds something else than numbers."));

    private void AddTo(object?[] items)
    {
        if (Peek() is not List<object?> list) throw new InvalidDataException("It adds to something that is no list.");
        list.AddRange(items);
    }

    private void SetIn(object?[] items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0) throw new InvalidDataException("It sets an entry in something that is no dictionary.");
        for (var i = 0; i < items.Length; i += 2) dictionary.Add(items[i], items[i + 1]);
    }

    private void Memorize(long key)
    {
        if (_memo.Count == LargestMemo) throw new InvalidDataException("It remembers more than any checkpoint.");
        _memo[key] = Peek();
    }

    private void Recall(long key) => Push(_memo.TryGetValue(key, out var value) ? value : throw new InvalidDataException("It refers to something that is not there."));

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > 0 ? _stack[^1] : throw new InvalidDataException("It takes more than it was given.");

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] Pop(int count)
    {
        if (_stack.Count < count) throw new InvalidDataException("It takes more than it was given.");
        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0) throw new InvalidDataException("It ends a list that it did not begin.");
        var values = Pop(_stack.Count - mark - 1);
        Pop();
        return values;
    }
}
