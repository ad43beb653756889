using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StavisLive.Media.Capture.Cameras;

/// <summary>Asks a V4L2 device what it can do.</summary>
internal static partial class VideoDevice
{
    // linux/videodev2.h: VIDIOC_QUERYCAP and struct v4l2_capability.
    private const nuint QueryCapabilities = 0x8068_5600;
    private const int CapabilitiesLength = 104;
    private const int DriverOffset = 84;
    private const int NodeOffset = 88;
    private const uint Capture = 0x1;
    private const uint CaptureMultiplanar = 0x1000;
    private const uint TellsOfNode = 0x8000_0000;

    /// <summary>Whether pictures can be captured from it; null where it does not say, being no V4L2 device.</summary>
    public static bool? TakesPictures(SafeFileHandle device)
    {
        var answer = new byte[CapabilitiesLength];
        if (Control(device, QueryCapabilities, answer) != 0) return null;
        var driver = BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(DriverOffset));
        // The driver speaks for all its nodes; newer ones (Linux 3.4) add what this one can.
        var can = (driver & TellsOfNode) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(NodeOffset)) : driver;
        return (can & (Capture | CaptureMultiplanar)) != 0;
    }

    // ioctl takes variable arguments; on Linux's 64-bit platforms those are passed as others are.
    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(SafeFileHandle device, nuint request, byte[] answer);
}
