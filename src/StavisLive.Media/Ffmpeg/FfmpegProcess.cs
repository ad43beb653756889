using System.Diagnostics;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Media.Ffmpeg;

/// <summary>One running ffmpeg (or ffprobe) with its pipes. Owns the child: disposing ends it and everything it started.</summary>
/// <remarks>
/// <para>
/// Its messages are always read, so that it never stalls on a full pipe; the last of them are kept for
/// <see cref="Messages"/>.
/// </para>
/// <para>
/// Ctrl-C in a terminal goes to every process of the foreground group. The child is put outside of it, so that whoever
/// uses it decides how it ends: a recorder closes its input and lets it finish the file. Signals to stop that are sent to each process
/// alone don't reach it either (<see cref="ShieldedStart"/>).
/// </para>
/// <para>
/// Reads and writes on the pipes block a thread. Whoever sits in one is freed by <see cref="Kill"/>: reads then meet
/// the end of the stream, writes an <see cref="IOException"/>.
/// </para>
/// </remarks>
public sealed class FfmpegProcess : IAsyncDisposable
{
    private const int MessageLines = 6;

    private readonly Process _process;
    private readonly MessageTail _tail = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _input;
    private readonly Lock _killing = new();
    private volatile Func<string, bool>? _isOver;
    private volatile string? _lastWords;
    private bool _isGone;
    private int _disposed;

    private FfmpegProcess(Process process, string input)
    {
        _process = process;
        _input = input;
        Id = process.Id;
        Output = process.StandardOutput.BaseStream;
        Input = process.StandardInput.BaseStream;
        new Thread(DrainMessages, maxStackSize: 256 * 1024) { IsBackground = true, Name = "ffmpeg messages" }.Start();
    }

    /// <summary>Number of the child process.</summary>
    internal int Id { get; }

    /// <summary>The child's standard input. Closing it tells ffmpeg that its input has ended.</summary>
    internal Stream Input { get; }

    /// <summary>The child's standard output.</summary>
    internal Stream Output { get; }

    /// <summary>The last lines that the child wrote to its standard error, without passwords; empty if it said nothing.</summary>
    public string Messages => _lastWords ?? Told(_tail.Lines(MessageLines));

    /// <summary>The last of them made fit for the middle of a sentence: why it gave up, in its own words.</summary>
    internal string Reason => FfmpegReason.From(Messages, SafeAddress.Of(_input));

    /// <summary>Starts a program.</summary>
    /// <param name="program">Full path, from <see cref="FfmpegTools"/>.</param>
    /// <param name="arguments">Its arguments, one each.</param>
    /// <param name="input">
    /// The address or file that it reads: its password is kept out of messages. Empty if there is none.
    /// </param>
    /// <exception cref="FfmpegException">The program cannot be started.</exception>
    public static FfmpegProcess Start(string program, IEnumerable<string> arguments, string input = "") =>
        Start(program, arguments, input, ChildEnvironment.TakeSecrets);

    /// <summary>The same for one that reads what a stranger brings: it gets no environment variables but those that it cannot do without.</summary>
    /// <inheritdoc cref="Start(string, IEnumerable{string}, string)" />
    internal static FfmpegProcess StartGuarded(string program, IEnumerable<string> arguments, string input) =>
        Start(program, arguments, input, ChildEnvironment.TakeUnneeded);

    private static FfmpegProcess Start(string program, IEnumerable<string> arguments, string input, Action<IDictionary<string, string?>> takeVariables)
    {
        // setsid would only say so on the child's standard error.
        if (!File.Exists(program)) throw new FfmpegException($"{program} cannot be started: there is no such file.");
        var info = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        takeVariables(info.Environment);
        info.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        SetCommand(info, program);
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        try
        {
            var process = ShieldedStart.Start(info) ?? throw new InvalidOperationException("No process was started.");
            return new FfmpegProcess(process, input);
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new FfmpegException($"{program} cannot be started: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a short text to the child's standard input and closes it. A child that is gone already tells why itself.</summary>
    internal void Tell(string text)
    {
        try
        {
            Input.Write(System.Text.Encoding.UTF8.GetBytes(text));
            Input.Dispose();
        }
        catch (IOException)
        {
            // See its messages.
        }
    }

    /// <summary>Ends the child as soon as a line of its messages is such; for what not every version ends by itself.</summary>
    internal void KillWhen(Func<string, bool> isOver)
    {
        _isOver = isOver;
        // It may have said so already, and more since.
        var lines = _tail.Lines(int.MaxValue);
        var index = lines.Index().FirstOrDefault(line => isOver(line.Item), (Index: -1, Item: "")).Index;
        if (index >= 0) End(Told(lines.Take(index + 1).TakeLast(MessageLines)));
    }

    /// <summary>Waits for the child to end by itself and for its last message; returns its exit code.</summary>
    /// <remarks>Whoever has not read <see cref="Output"/> to its end may wait for ever.</remarks>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Ends the child and its children at once. May be called at any time and from any thread.</summary>
    internal void Kill()
    {
        // A time-out may come to it on its own thread long after the connection that it was about has been given back.
        lock (_killing)
        {
            if (!_isGone && !_process.HasExited) _process.Kill(entireProcessTree: true);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        Kill();
        await WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        // Process leaves the streams it handed out to their user.
        Input.Dispose();
        Output.Dispose();
        _process.StandardError.Dispose();
        lock (_killing)
        {
            _isGone = true;
            _process.Dispose();
        }
    }

    private static void SetCommand(ProcessStartInfo info, string program)
    {
        info.FileName = program;
        if (OperatingSystem.IsWindows())
        {
            info.CreateNewProcessGroup = true;
            info.CreateNoWindow = true;
            return;
        }
        // setsid(1) replaces itself by the program: same process number, own session, out of the terminal's reach.
        if (ExecutableSearch.Find("setsid", Environment.GetEnvironmentVariable("PATH")) is not { } setsid) return;
        info.FileName = setsid;
        info.ArgumentList.Add(program);
    }

    private string Told(IEnumerable<string> lines) => SafeAddress.Redact(string.Join(Environment.NewLine, lines), _input);

    private void KillIfOver()
    {
        if (_isOver?.Invoke(_tail.LastLine()) == true) End(Messages);
    }

    private void End(string lastWords)
    {
        // What it says until it is gone would push out why.
        _lastWords = lastWords;
        Kill();
    }

    private void DrainMessages()
    {
        try
        {
            _tail.Drain(_process.StandardError.BaseStream, KillIfOver);
            _drained.SetResult();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _drained.SetException(exception);
        }
    }
}
