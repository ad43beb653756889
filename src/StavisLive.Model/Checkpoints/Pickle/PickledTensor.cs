namespace StavisLive.Model.Checkpoints.Pickle;

/// <summary>A tensor as a view of a storage.</summary>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>Bytes that the tensor's elements fill, packed: none where one length is zero, whatever the others are.</summary>
    public long ByteCount => Shape.Contains(0) ? 0 : Shape.Aggregate((long)Storage.Type.SizeOf(), (product, length) => checked(product * length));

    /// <summary>Checks that every element lies within the storage.</summary>
    /// <exception cref="InvalidDataException">One does not.</exception>
    public void CheckBounds(string key)
    {
        if (Shape.Length != Strides.Length || Offset < 0 || Shape.Any(length => length < 0) || Strides.Any(stride => stride < 0))
            throw new InvalidDataException($"The tensor {key} has an impossible layout.");
        if (Shape.Contains(0)) return;
        var last = Offset;
        for (var dimension = 0; dimension < Shape.Length; dimension++)
            last = checked(last + ((Shape[dimension] - 1) * Strides[dimension]));
        if (last >= Storage.Count) throw new InvalidDataException($"The tensor {key} reaches beyond its storage.");
        // Strides of 0 make a small storage look large: no weights are stored so.
        if (ByteCount > Math.Max(1, Storage.Count) * Storage.Type.SizeOf())
            throw new InvalidDataException($"The tensor {key} is larger than its storage.");
    }

    /// <summary>The elements in C order; where they lie so, they are those of the storage and not copied.</summary>
    /// <param name="storage">All bytes of the storage.</param>
    public ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> storage)
    {
        var size = Storage.Type.SizeOf();
        if (ByteCount == 0) return [];
        var from = storage[checked((int)(Storage.RootOffset * size))..];
        if (IsContiguous) return from.Slice(checked((int)(Offset * size)), checked((int)ByteCount));
        var packed = new byte[ByteCount];
        var index = new long[Shape.Length];
        var element = Offset;
        for (var to = 0; to < packed.Length; to += size)
        {
            from.Slice(checked((int)(element * size)), size).CopyTo(packed.AsSpan(to));
            element += Advance(index);
        }
        return packed;
    }

    private bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (var dimension = Shape.Length - 1; dimension >= 0; dimension--)
            {
                if (Shape[dimension] != 1 && Strides[dimension] != expected) return false;
                expected *= Shape[dimension];
            }
            return true;
        }
    }

    /// <summary>Moves an index on by one element and tells how far that is in the storage.</summary>
    private long Advance(long[] index)
    {
        long distance = 0;
        for (var dimension = Shape.Length - 1; dimension >= 0; dimension--)
        {
            if (++index[dimension] < Shape[dimension]) return distance + Strides[dimension];
            distance -= (Shape[dimension] - 1) * Strides[dimension];
            index[dimension] = 0;
        }
        return distance;
    }
}
