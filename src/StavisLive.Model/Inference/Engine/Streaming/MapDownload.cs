using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>Brings maps back from the device: the one thing that a step waits for.</summary>
/// <remarks>
/// From a graphics processor into page-locked memory, into which it writes by itself. That is one step's at a time: there steps aren't
/// computed side by side.
/// </remarks>
/// <param name="device">Where maps are computed.</param>
/// <param name="batchSize">Most maps of a step.</param>
internal sealed class MapDownload(Device device, int batchSize) : IDisposable
{
    private Tensor? _locked;

    /// <summary>Waits for maps and gives their values.</summary>
    /// <param name="maps"><c>[N,1,112,112]</c>, float32, on the device; borrowed.</param>
    /// <returns>Valid until the next call, and as long as the maps.</returns>
    public ReadOnlySpan<float> Take(Tensor maps)
    {
        if (device.type == DeviceType.CPU) return MemoryMarshal.Cast<byte, float>(maps.bytes);
        _locked ??= Lock();
        using var place = _locked.narrow(0, 0, maps.size(0));
        place.copy_(maps);
        return MemoryMarshal.Cast<byte, float>(place.bytes);
    }

    /// <inheritdoc />
    public void Dispose() => _locked?.Dispose();

    private Tensor Lock()
    {
        using var memory = zeros([batchSize, 1, SaliencyMap.Side, SaliencyMap.Side]);
        return memory.pin_memory().DetachFromDisposeScope();
    }
}
