using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>Takes what is new of windows to the device, pictures as bytes: each kind of it at once for all windows of a step.</summary>
/// <remarks>
/// To a graphics processor it goes by way of page-locked memory of libtorch's, which stays reserved until the device has read it: the copy
/// takes its place behind what the device has still to compute, and nobody waits for it.
/// </remarks>
/// <param name="device">The device.</param>
internal sealed class WindowUpload(Device device)
{
    /// <summary>The newest pictures of some windows, one window's behind the other's, <c>[n,112,112,3]</c>; the caller's. Null if there are none.</summary>
    /// <param name="windows">The windows, each with its first picture that is wanted.</param>
    public Tensor? Pictures(List<(NetworkWindow Window, int First)> windows)
    {
        var count = 0;
        foreach (var (_, first) in windows) count += NetworkWindow.Frames - first;
        if (count == 0) return null;
        var staged = empty([count, SaliencyMap.Side, SaliencyMap.Side, 3], uint8);
        var rest = staged.bytes;
        foreach (var (window, first) in windows)
        {
            var wanted = window.Pictures[(first * NetworkWindow.BytesPerFrame)..];
            wanted.CopyTo(rest);
            rest = rest[wanted.Length..];
        }
        return Send(staged);
    }

    /// <summary>Their excerpts, <c>[n,1,1,35280]</c>; the caller's.</summary>
    public Tensor Audio(List<NetworkWindow> windows)
    {
        var staged = empty([windows.Count, 1, 1, NetworkWindow.AudioLength]);
        var rest = MemoryMarshal.Cast<byte, float>(staged.bytes);
        foreach (var window in windows)
        {
            window.Audio.CopyTo(rest);
            rest = rest[NetworkWindow.AudioLength..];
        }
        return Send(staged);
    }

    private Tensor Send(Tensor staged) => device.type == DeviceType.CUDA ? staged.pin_memory().to(device, non_blocking: true) : staged;
}
