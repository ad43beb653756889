using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>Takes what is new of a window to the device, pictures as bytes. Owns the memory that it is put into first.</summary>
/// <remarks>
/// To a graphics processor it goes by way of page-locked memory of libtorch's, which stays reserved until the device has read it: the copy
/// takes its place behind what the device has still to compute, and nobody waits for it.
/// </remarks>
/// <param name="device">The device.</param>
internal sealed class WindowUpload(Device device) : IDisposable
{
    private readonly Tensor _picture = zeros([1, SaliencyMap.Side, SaliencyMap.Side, 3], uint8).DetachFromDisposeScope();
    private readonly Tensor _pictures = zeros([1, NetworkWindow.Frames, SaliencyMap.Side, SaliencyMap.Side, 3], uint8).DetachFromDisposeScope();
    private readonly Tensor _excerpt = zeros([1, 1, 1, NetworkWindow.AudioLength]).DetachFromDisposeScope();

    /// <summary>All pictures, <c>[1,16,112,112,3]</c>, the caller's.</summary>
    public Tensor Pictures(NetworkWindow window)
    {
        window.Pictures.CopyTo(_pictures.bytes);
        return IsCuda ? Send(_pictures) : _pictures.to(device, copy: true);
    }

    /// <summary>One picture, <c>[1,112,112,3]</c>; on the CPU valid until the next call.</summary>
    public Tensor Picture(NetworkWindow window, int index)
    {
        window.Pictures.Slice(index * NetworkWindow.BytesPerFrame, NetworkWindow.BytesPerFrame).CopyTo(_picture.bytes);
        return IsCuda ? Send(_picture) : _picture.to(device);
    }

    /// <summary>The excerpt, <c>[1,1,1,35280]</c>, the caller's.</summary>
    public Tensor Audio(NetworkWindow window)
    {
        window.Audio.CopyTo(MemoryMarshal.Cast<byte, float>(_excerpt.bytes));
        return IsCuda ? Send(_excerpt) : _excerpt.to(device, copy: true);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _picture.Dispose();
        _pictures.Dispose();
        _excerpt.Dispose();
    }

    private bool IsCuda => device.type == DeviceType.CUDA;

    private Tensor Send(Tensor staged) => staged.pin_memory().to(device, non_blocking: true);
}
