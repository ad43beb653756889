using System.Text;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Validation;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>Changes configuration files: the whole new file takes the old one's place at once, or nothing happens.</summary>
public static class ConfigFileEditor
{
    // The program's own changes wait for each other.
    private static readonly SemaphoreSlim Alone = new(1);

    /// <summary>Whether a file can be changed, as far as can be told without changing it: it and its folder may be written.</summary>
    public static bool CanSave(string path)
    {
        try
        {
            var target = TargetOf(path);
            Open(target);
            using var beside = new FileStream(Unfinished(target), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads a file, has its text edited and writes it again, with the same rights; a link stays one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="edit">Makes the new text, as <see cref="ConfigEditor"/> does.</param>
    /// <param name="cancellationToken">Leaves the file as it is.</param>
    /// <exception cref="ConfigException">Somebody else has changed it meanwhile, or what would come out is wrong. The file is as it was.</exception>
    /// <exception cref="IOException">It cannot be read or written, and is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read or written, and is as it was.</exception>
    public static async Task SaveAsync(string path, Func<ReadOnlyMemory<byte>, byte[]> edit, CancellationToken cancellationToken = default)
    {
        await Alone.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ReplaceAsync(path, TargetOf(path), edit, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Alone.Release();
        }
    }

    private static async Task ReplaceAsync(string path, string target, Func<ReadOnlyMemory<byte>, byte[]> edit, CancellationToken cancellationToken)
    {
        var before = await File.ReadAllBytesAsync(target, cancellationToken).ConfigureAwait(false);
        var after = edit(before);
        if (after.AsSpan().SequenceEqual(before)) return;
        Check(path, before, after);
        // Taking its place needs rights on the folder only; a file that may not be written is not to be changed.
        Open(target);
        var unfinished = Unfinished(target);
        try
        {
            await WriteAsync(unfinished, target, after, cancellationToken).ConfigureAwait(false);
            var now = await File.ReadAllBytesAsync(target, cancellationToken).ConfigureAwait(false);
            if (!now.AsSpan().SequenceEqual(before))
                throw new ConfigException($"The configuration {path} was changed by somebody else meanwhile; it was left as it is now. Try again.");
            File.Move(unfinished, target, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static string TargetOf(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    private static string Unfinished(string target) => Path.Combine(Path.GetDirectoryName(target)!, $".{Guid.NewGuid():N}.json");

    private static void Open(string target) => File.Open(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();

    private static async Task WriteAsync(string unfinished, string target, byte[] text, CancellationToken cancellationToken)
    {
        // It may hold passwords: nobody else may look into it, not for a moment.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(unfinished, options);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(unfinished, File.GetUnixFileMode(target));
        await file.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
    }

    // What was wrong before may be right with what the command line adds.
    private static void Check(string path, byte[] before, byte[] after)
    {
        var config = Parse(path, after);
        var known = ConfigValidation.Problems(Parse(path, before)).Select(problem => problem.Message).ToHashSet();
        IReadOnlyList<ConfigProblem> problems = [.. ConfigValidation.Problems(config).Where(problem => !known.Contains(problem.Message))];
        if (problems.Count > 0) throw new ConfigException(problems, config.Lines);
    }

    private static StavisConfig Parse(string path, byte[] text) =>
        ConfigFile.Parse(path, text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? text.AsSpan(Encoding.UTF8.Preamble.Length) : text);
}
