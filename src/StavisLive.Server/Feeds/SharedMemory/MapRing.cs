using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StavisLive.Core.Sinks;
using StavisLive.Server.Sources;
using static StavisLive.Server.Feeds.SharedMemory.RingLayout;

namespace StavisLive.Server.Feeds.SharedMemory;

/// <summary>The newest maps of a source in memory that others read; they are never waited for.</summary>
/// <remarks>
/// Map n lies in slot n % 8. The slot's lock is 2n + 1 while it is written and 2n + 2 once it is whole, so a reader knows by reading
/// it before and after whether it has all of map n, and nothing else. Has one writer. Borrows the memory.
/// </remarks>
internal sealed unsafe class MapRing
{
    private readonly byte* _memory;
    private ulong _written;

    /// <param name="memory">At least <see cref="RingLayout.Length"/> bytes, all of them zero.</param>
    public MapRing(byte* memory)
    {
        _memory = memory;
        At<uint>(VersionAt) = RingLayout.Version;
        At<uint>(SlotsAt) = Slots;
        At<uint>(SlotLengthAt) = Slot;
        At<uint>(FirstSlotAt) = Head;
        At<uint>(WidthAt) = Core.Media.SaliencyMap.Side;
        At<uint>(HeightAt) = Core.Media.SaliencyMap.Side;
        At<int>(ProcessAt) = Environment.ProcessId;
        Volatile.Write(ref At<ulong>(0), Magic);
    }

    /// <summary>Writes a map over the oldest one. Borrows the result.</summary>
    public void Write(SaliencyResult result, AttentionSample sample)
    {
        var slot = Head + (int)(_written % Slots) * Slot;
        ref var sequence = ref At<ulong>(slot);
        Volatile.Write(ref sequence, 2 * _written + 1);
        // Nothing of the map may be seen before the odd number; a release alone would let it overtake.
        Interlocked.MemoryBarrier();
        At<long>(slot + FrameAt) = result.FrameIndex;
        At<long>(slot + TimeAt) = result.PresentationTime.Nanoseconds;
        At<long>(slot + PublishedAt) = (sample.At - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        At<double>(slot + CaptureToMapAt) = result.CaptureToMap.TotalMilliseconds;
        At<uint>(slot + StateAt) = (uint)result.State;
        At<uint>(slot + AudioAt) = (uint)result.Audio;
        At<float>(slot + PeakXAt) = (float)sample.Peak.X;
        At<float>(slot + PeakYAt) = (float)sample.Peak.Y;
        At<float>(slot + PeakValueAt) = (float)sample.PeakValue;
        At<float>(slot + EntropyAt) = (float)sample.Entropy;
        MemoryMarshal.AsBytes(result.Map.Values).CopyTo(new Span<byte>(_memory + slot + SlotHead, Slot - SlotHead));
        Volatile.Write(ref sequence, 2 * _written + 2);
        Volatile.Write(ref At<ulong>(WrittenAt), ++_written);
    }

    /// <summary>Tells readers that nothing more comes here.</summary>
    public void End() => Volatile.Write(ref At<uint>(EndedAt), 1);

    private ref T At<T>(int offset)
        where T : unmanaged => ref Unsafe.AsRef<T>(_memory + offset);
}
