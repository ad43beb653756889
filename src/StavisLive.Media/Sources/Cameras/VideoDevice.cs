using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StavisLive.Media.Sources.Cameras;

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
    private const uint Output = 0x2;
    private const uint TellsOfNode = 0x8000_0000;

    // VIDIOC_ENUM_FMT and struct v4l2_fmtdesc, VIDIOC_ENUM_FRAMESIZES and v4l2_frmsizeenum, VIDIOC_ENUM_FRAMEINTERVALS and
    // v4l2_frmivalenum: numbers of 32 bits, by their index in the structure.
    private const nuint EnumerateFormats = 0xC040_5602;
    private const nuint EnumerateSizes = 0xC02C_564A;
    private const nuint EnumerateIntervals = 0xC034_564B;
    private const uint CaptureBuffer = 1;
    private const uint Discrete = 1;

    // modules/videoio/src/cap_v4l.cpp of OpenCV 4: what it makes pictures of.
    private static readonly string[] Readable = ["MJPG", "JPEG", "YUYV", "UYVY", "YU12", "YV12", "NV12", "NV21", "BGR3", "RGB3", "GREY"];

    // A driver that never ends its list is broken; real ones have some dozens.
    private const uint MostAnswers = 256;

    /// <summary>Whether pictures can be captured from it; null where it does not say, being no V4L2 device.</summary>
    public static bool? TakesPictures(SafeFileHandle device) =>
        Capabilities(device) is { } can ? (can & (Capture | CaptureMultiplanar)) != 0 : null;

    /// <summary>Whether pictures can be written to it; null where it does not say, being no V4L2 device.</summary>
    public static bool? ShowsPictures(SafeFileHandle device) => Capabilities(device) is { } can ? (can & Output) != 0 : null;

    /// <summary>What it offers of what OpenCV reads, as it lists it; empty where it does not.</summary>
    public static IReadOnlyList<CameraMode> Modes(SafeFileHandle device)
    {
        var modes = new List<CameraMode>();
        foreach (var format in List(device, EnumerateFormats, 64, answer => answer[1] = CaptureBuffer).Select(answer => answer[11]))
        {
            if (!Readable.Contains(Letters(format))) continue;
            foreach (var size in List(device, EnumerateSizes, 44, answer => answer[1] = format))
            {
                // Largest width and height lie behind the smallest ones.
                var (width, height) = size[2] == Discrete ? (size[3], size[4]) : (size[4], size[7]);
                modes.Add(new CameraMode(Letters(format), (int)width, (int)height, Rates(device, format, width, height), IsUpTo: size[2] != Discrete));
            }
        }
        return modes;
    }

    private static uint? Capabilities(SafeFileHandle device)
    {
        var answer = new byte[CapabilitiesLength];
        if (Control(device, QueryCapabilities, answer) != 0) return null;
        var driver = BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(DriverOffset));
        // The driver speaks for all its nodes; newer ones (Linux 3.4) add what this one can.
        return (driver & TellsOfNode) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(NodeOffset)) : driver;
    }

    // Of a continuous range only its fastest end.
    private static IReadOnlyList<double> Rates(SafeFileHandle device, uint format, uint width, uint height)
    {
        var intervals = List(device, EnumerateIntervals, 52, answer => (answer[1], answer[2], answer[3]) = (format, width, height));
        return
        [
            .. intervals
                .Where(answer => answer[5] > 0)
                .Select(answer => Math.Round((double)answer[6] / answer[5], 2))
                .OrderDescending(),
        ];
    }

    // Every such question is answered by index, until there are no more.
    private static List<uint[]> List(SafeFileHandle device, nuint request, int length, Action<uint[]> ask)
    {
        var answers = new List<uint[]>();
        for (var index = 0u; index < MostAnswers; index++)
        {
            var answer = new uint[length / sizeof(uint)];
            answer[0] = index;
            ask(answer);
            if (Control(device, request, MemoryMarshal.AsBytes(answer.AsSpan())) != 0) break;
            answers.Add(answer);
        }
        return answers;
    }

    private static string Letters(uint format) => System.Text.Encoding.Latin1.GetString(BitConverter.GetBytes(format)).TrimEnd();

    // ioctl takes variable arguments; on Linux's 64-bit platforms those are passed as others are.
    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(SafeFileHandle device, nuint request, Span<byte> answer);
}
