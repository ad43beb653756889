using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace StavisLive.Cli.Running;

/// <summary>Makes Windows' console take what terminals elsewhere take: UTF-8, and the codes that move and erase.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsConsole
{
    private const int Output = -11;
    private const int Error = -12;
    private const uint TakesCodes = 4;

    /// <summary>Does so until the process ends; files and pipes get UTF-8 as well.</summary>
    public static void Prepare()
    {
        // The console is its other programs' too: they find it as it was.
        var before = Console.OutputEncoding;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.OutputEncoding = before;
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        TakeCodes(Output);
        TakeCodes(Error);
    }

    // What is no console has no mode, and needs none.
    private static void TakeCodes(int stream)
    {
        var handle = GetStdHandle(stream);
        if (GetConsoleMode(handle, out var mode) != 0) _ = SetConsoleMode(handle, mode | TakesCodes);
    }

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int stream);

    [LibraryImport("kernel32")]
    private static partial int GetConsoleMode(nint console, out uint mode);

    [LibraryImport("kernel32")]
    private static partial int SetConsoleMode(nint console, uint mode);
}
