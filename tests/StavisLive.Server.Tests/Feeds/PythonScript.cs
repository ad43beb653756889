using System.Diagnostics;

namespace StavisLive.Server.Tests.Feeds;

/// <summary>A Python program that tells what it sees line by line. Disposing ends it.</summary>
internal sealed class PythonScript : IAsyncDisposable
{
    // Debian's own Python: the one that finds Debian's numpy and zmq.
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;
    private readonly Task<string> _errors;

    public PythonScript(string script, params string[] arguments)
    {
        var info = new ProcessStartInfo(Python, ["-u", "-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["PYTHONPATH"] = Path.Combine(Root(), "clients", "python");
        info.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        _process = Process.Start(info)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The next line; fails with what the program said if it has ended.</summary>
    public async Task<string> ReadLineAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
        if (line is null) Assert.Fail(await _errors);
        return line;
    }

    /// <summary>Everything up to its end, which is to be a good one.</summary>
    public async Task<string[]> ReadToEndAsync()
    {
        var text = await _process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync();
        Assert.True(_process.ExitCode == 0, await _errors);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "StavisLive.sln"))) return folder;
        }
        throw new InvalidOperationException($"No StavisLive.sln above {AppContext.BaseDirectory}.");
    }
}
