using StavisLive.Core.Media;

namespace StavisLive.Server.Feeds.SharedMemory;

/// <summary>Where what lies in a source's shared memory: <c>docs/guides/feeds.md</c> tells it to those who read it. Little-endian.</summary>
internal static class RingLayout
{
    /// <summary>"STAVISSM", the first eight bytes, which are written last.</summary>
    public static readonly ulong Magic = BitConverter.ToUInt64("STAVISSM"u8);

    /// <summary>Number of this layout; another one has another number.</summary>
    public const uint Version = 1;

    /// <summary>Maps that it holds: a reader may be seven maps late.</summary>
    public const int Slots = 8;

    /// <summary>Bytes before the first slot.</summary>
    public const int Head = 128;

    /// <summary>Bytes of a slot: what is told of a map, and the map. A multiple of a processor's cache line.</summary>
    public const int Slot = SlotHead + SaliencyMap.Length * sizeof(float);

    /// <summary>Bytes of a slot before its map.</summary>
    public const int SlotHead = 128;

    /// <summary>Bytes of all.</summary>
    public const int Length = Head + Slots * Slot;

    // Of the head: the magic word at 0, and
    public const int VersionAt = 8;
    public const int SlotsAt = 12;
    public const int SlotLengthAt = 16;
    public const int FirstSlotAt = 20;
    public const int WidthAt = 24;
    public const int HeightAt = 28;
    public const int EndedAt = 32;
    public const int ProcessAt = 36;
    public const int WrittenAt = 64;

    // Of a slot: its lock at 0, and
    public const int FrameAt = 8;
    public const int TimeAt = 16;
    public const int PublishedAt = 24;
    public const int CaptureToMapAt = 32;
    public const int StateAt = 40;
    public const int AudioAt = 44;
    public const int PeakXAt = 48;
    public const int PeakYAt = 52;
    public const int PeakValueAt = 56;
    public const int EntropyAt = 60;
}
