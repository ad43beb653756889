using System.Security.Cryptography;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Files;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Gives a finished video an ordinary index, so that every player knows its length and can seek.</summary>
internal static class VideoFinisher
{
    /// <summary>Copies the streams into a new file beside the old one, which it then replaces in one step.</summary>
    /// <remarks>The old one may get another name meanwhile; what another program writes in its place is left alone.</remarks>
    /// <returns>Null; or a sentence that tells why the file stayed as it was.</returns>
    public static async Task<string?> FinishAsync(
        FfmpegTools tools, VideoContainer container, EncodedVideoFormat format, OwnFile file, CancellationToken cancellationToken)
    {
        if (await TryFinishAsync(tools, container, format, file, cancellationToken).ConfigureAwait(false) is not { } problem) return null;
        var video = file.Find() ? file.Place : $"What was written to {file.Begun}";
        return $"{video} is complete and plays, but some players will not know its length, because it could not be rewritten: {problem}";
    }

    /// <summary>Takes away what runs that were killed have left when they finished a file that they had begun here.</summary>
    public static void RemoveCopies(string path)
    {
        try
        {
            // Hidden ones too, and without what Windows makes of a point behind an asterisk.
            var options = new EnumerationOptions { AttributesToSkip = 0, MatchType = MatchType.Simple };
            foreach (var copy in Directory.EnumerateFiles(FolderOf(path), CopyName(path, "*"), options)) RemoveLeftOver(copy);
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            // The video is whole without one; where none can be made, finishing says so.
        }
    }

    /// <summary>Where the copy of a file is made: found again by where the file was begun, and no other file's.</summary>
    /// <param name="path">Where the file was begun.</param>
    /// <param name="identity">What the file system knows it by; null where it doesn't tell.</param>
    internal static string CopyOf(string path, string? identity) => Path.Combine(FolderOf(path), CopyName(path, identity?.Replace(':', '-') ?? "own"));

    private static async Task<string?> TryFinishAsync(
        FfmpegTools tools, VideoContainer container, EncodedVideoFormat format, OwnFile file, CancellationToken cancellationToken)
    {
        var copy = CopyOf(file.Begun, file.Identity);
        try
        {
            using var held = Hold(copy);
            try
            {
                return await RewriteAsync(tools, container, format, file, copy, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Remove(copy);
            }
        }
        catch (Exception exception) when (exception is FfmpegException || OutputFile.IsOfTheSystem(exception))
        {
            return exception.Message;
        }
    }

    private static async Task<string?> RewriteAsync(
        FfmpegTools tools, VideoContainer container, EncodedVideoFormat format, OwnFile file, string copy, CancellationToken cancellationToken)
    {
        while (file.Find())
        {
            var place = file.Place;
            var problem = await CopyAsync(tools, EncoderArguments.Finish(container, format, place, copy), cancellationToken).ConfigureAwait(false);
            // Where the file got its other name meanwhile, what was copied may be another program's.
            if (!file.Find() || file.Place != place) continue;
            if (problem is null) File.Move(copy, place, overwrite: true);
            return problem;
        }
        return "it lies elsewhere by now";
    }

    private static async Task<string?> CopyAsync(FfmpegTools tools, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var child = FfmpegProcess.Start(tools.Ffmpeg, arguments);
        var exitCode = await child.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (exitCode == 0) return null;
        return child.Messages is { Length: > 0 } words ? words : $"ffmpeg ended with code {exitCode}";
    }

    // Who makes a copy holds a file beside it, which ends with the process: a copy without that was left behind. The copy itself is not held, since
    // ffmpeg could not write it on an SMB share then (flock(2)).
    private static FileStream Hold(string copy) =>
        new(copy + ".held", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

    private static void RemoveLeftOver(string copy)
    {
        try
        {
            using var held = Hold(copy);
            Remove(copy);
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            // Another program finishes its video just now.
        }
    }

    private static void Remove(string copy)
    {
        try
        {
            File.Delete(copy);
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            // The video is whole without one; where none can be made, finishing says so.
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static string CopyName(string path, string identity)
    {
        var name = Path.GetFileName(path);
        // The name itself may be as long as the file system takes.
        var mark = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..16];
        return $".{mark}.{identity}.unfinished{Path.GetExtension(name)}";
    }
}
