using System.Security.AccessControl;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Validation;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>Changes configuration files: the whole new file takes the old one's place at once, or nothing happens.</summary>
public static class ConfigFileEditor
{
    private const int BufferSize = 4096;

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

    /// <summary>Reads a file, has its text edited and writes it again, with the same owner and rights; a link stays one.</summary>
    /// <remarks>Where the system lets nobody but root give files away, somebody else's becomes this user's; its group and rights stay.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="edit">Makes the new text, as <see cref="ConfigEditor"/> does.</param>
    /// <param name="cancellationToken">Leaves the file as it is, unless the new one is just taking its place.</param>
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
            // Reading it may have taken so long that somebody was told that nothing is changed.
            cancellationToken.ThrowIfCancellationRequested();
            Replace(target, unfinished);
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
        await using var file = Create(unfinished, target);
        if (!OperatingSystem.IsWindows())
        {
            // Where the owner cannot be kept, the file may be written by the rights of its group or of everybody, which stay and mostly are its
            // owner's as well. Written in place it would keep its owner, but be half a file for whoever reads it then, or after a crash.
            FileOwner.Copy(target, file.SafeFileHandle);
            // Behind it, since a new owner may cost rights.
            File.SetUnixFileMode(unfinished, File.GetUnixFileMode(target));
        }
        await file.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
    }

    // It may hold passwords: nobody else may look into it, not for a moment.
    private static FileStream Create(string unfinished, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            var rules = new FileInfo(target).GetAccessControl(AccessControlSections.Access);
            // Those of the file alone, also where the folder lets others in; what it inherits is given back to it when it takes the target's place.
            rules.SetAccessRuleProtection(isProtected: true, preserveInheritance: true);
            return new FileInfo(unfinished).Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.None, BufferSize, FileOptions.None, rules);
        }
        return new FileStream(unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    private static void Replace(string target, string unfinished)
    {
        if (OperatingSystem.IsWindows())
        {
            var rules = new FileInfo(target).GetAccessControl(AccessControlSections.Access);
            if (!rules.AreAccessRulesProtected)
            {
                // Said anew, or they would not be written.
                rules.SetAccessRuleProtection(isProtected: false, preserveInheritance: false);
                new FileInfo(unfinished).SetAccessControl(rules);
            }
        }
        // A file that is moved brings its own rules along. File.Replace would leave those of the target, but may fail with neither in its place.
        File.Move(unfinished, target, overwrite: true);
    }

    // What was wrong before may be right with what the command line adds.
    private static void Check(string path, byte[] before, byte[] after)
    {
        var config = ConfigFile.Parse(path, after);
        var known = ConfigValidation.Problems(ConfigFile.Parse(path, before)).Select(problem => problem.Message).ToHashSet();
        IReadOnlyList<ConfigProblem> problems = [.. ConfigValidation.Problems(config).Where(problem => !known.Contains(problem.Message))];
        if (problems.Count > 0) throw new ConfigException(problems, config.Lines);
    }
}
