namespace StavisLive.Media.Encoding.Libav;

/// <summary>What comes out of an encoder, one after the other in the same place. Disposing frees it. Not thread-safe.</summary>
internal sealed unsafe class LibavPacket : IDisposable
{
    private readonly LibavLibrary _library;
    private readonly byte* _packet;

    /// <param name="library">The library; borrowed.</param>
    public LibavPacket(LibavLibrary library)
    {
        _library = library;
        _packet = (byte*)library.NewPacket();
        if (_packet == null) throw new OutOfMemoryException();
    }

    /// <summary>Its address, for the library's calls.</summary>
    public nint Address => (nint)_packet;

    /// <summary>When it is shown, in ticks of the encoder's time base.</summary>
    public long Time => *(long*)(_packet + LibavLayout.PacketTime);

    /// <summary>Whether it can be decoded without those before it.</summary>
    public bool IsKey => (*(int*)(_packet + LibavLayout.PacketFlags) & LibavLayout.KeyFlag) != 0;

    /// <summary>Its bytes; valid until it is cleared.</summary>
    public ReadOnlySpan<byte> Data => new((void*)*(nint*)(_packet + LibavLayout.PacketData), *(int*)(_packet + LibavLayout.PacketSize));

    /// <summary>Empties it for the next.</summary>
    public void Clear() => _library.ClearPacket(Address);

    /// <inheritdoc />
    public void Dispose() => _library.FreePacket(Address);
}
