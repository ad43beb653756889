using System.Diagnostics;
using System.Globalization;

namespace StavisLive.Testing;

/// <summary>A screen of its own that nobody sees (Xvfb), with a mouse, a keyboard and a camera. Ends with its disposal.</summary>
public sealed class PrivateScreen : IDisposable
{
    /// <summary>Pixels per row.</summary>
    public const int Width = 1400;

    /// <summary>Rows.</summary>
    public const int Height = 900;

    private readonly Process _server;

    private PrivateScreen(Process server, string display)
    {
        _server = server;
        Display = display;
    }

    /// <summary>Its name for the variable DISPLAY.</summary>
    public string Display { get; }

    /// <summary>Starts one, or gives null where Xvfb is not installed.</summary>
    /// <param name="more">Further arguments of Xvfb.</param>
    public static PrivateScreen? TryStart(params string[] more)
    {
        // It would begin anew whenever its last client leaves, such as xdotool, and turn away who comes in that moment.
        var start = new ProcessStartInfo("Xvfb", ["-displayfd", "1", "-screen", "0", $"{Width}x{Height}x24", "-nolisten", "tcp", "-noreset", .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var server = Process.Start(start)!;
            _ = server.StandardError.ReadToEndAsync();
            var number = server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Xvfb ended without a screen.");
            return new PrivateScreen(server, ":" + number.Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Numbers of the windows whose title holds these words.</summary>
    public IReadOnlyList<long> Windows(string title)
    {
        var (_, output) = Run("xdotool", ["search", "--onlyvisible", "--name", title]);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => long.Parse(line, CultureInfo.InvariantCulture))];
    }

    /// <summary>Types a key by its X name (<c>q</c>, <c>Escape</c>) with the mouse over the window.</summary>
    public void Press(long window, string key) =>
        Run("xdotool", ["mousemove", "--window", $"{window}", "20", "20", "key", key]);

    /// <summary>A window's width and height.</summary>
    public (int Width, int Height) Size(long window)
    {
        var (_, output) = Run("xdotool", ["getwindowgeometry", "--shell", $"{window}"]);
        int Value(string name) => int.Parse(
            output.Split('\n').Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..],
            CultureInfo.InvariantCulture);
        return (Value("WIDTH"), Value("HEIGHT"));
    }

    /// <summary>What the screen shows: 8-bit BGR, <see cref="Height"/> rows of <see cref="Width"/> pixels.</summary>
    public byte[] Photograph()
    {
        using var process = Start("ffmpeg",
        [
            "-nostdin", "-v", "error", "-f", "x11grab", "-draw_mouse", "0", "-video_size", $"{Width}x{Height}", "-i", Display,
            "-frames:v", "1", "-pix_fmt", "bgr24", "-f", "rawvideo", "pipe:1",
        ]);
        _ = process.StandardError.ReadToEndAsync();
        var pixels = new byte[Width * Height * 3];
        process.StandardOutput.BaseStream.ReadExactly(pixels);
        process.WaitForExit();
        return pixels;
    }

    /// <summary>Ends it at once, under whoever shows something on it.</summary>
    public void Kill()
    {
        _server.Kill();
        _server.WaitForExit();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_server.HasExited) Kill();
        _server.Dispose();
    }

    private (int ExitCode, string Output) Run(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        _ = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = Display;
        return Process.Start(start)!;
    }
}
