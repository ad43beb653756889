namespace StavisLive.Media.Files;

/// <summary>A file, or a folder of files, that this program writes to by name, while others may want that name for theirs.</summary>
/// <remarks>Whoever begins later gives what lies there another name first (<see cref="FilePlace.NumberedName"/>), also while it is written.</remarks>
internal sealed class OwnFile
{
    private OwnFile(string place) => Begun = Place = place;

    /// <summary>Where it was begun.</summary>
    public string Begun { get; }

    /// <summary>Where it was found last.</summary>
    public string Place { get; private set; }

    /// <summary>What the file system knows it by; null before it is noted, and where the system doesn't tell.</summary>
    public string? Identity { get; private set; }

    /// <summary>The file or folder that a path leads to, through links.</summary>
    /// <exception cref="Core.Sinks.SinkException">The links lead nowhere.</exception>
    public static OwnFile At(string path) => new(Path.TrimEndingDirectorySeparator(OutputFile.TargetOf(path)));

    /// <summary>Notes what lies at its place as this program's own; once, as soon as there is something.</summary>
    public void Note() => Identity ??= FileStatus.Of(Place)?.Identity;

    /// <summary>Finds out where it lies; false where that is neither its place nor a name that it was given since.</summary>
    public bool Find()
    {
        if (Identity is null || IsAt(Place)) return true;
        try
        {
            if (NumberedNames().FirstOrDefault(IsAt) is not { } found) return false;
            Place = found;
            return true;
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            return false;
        }
    }

    private bool IsAt(string path) => FileStatus.Of(path)?.Identity == Identity;

    private IEnumerable<string> NumberedNames() =>
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Begun)!).Where(entry => FilePlace.ReadNumberedName(entry)?.Path == Begun);
}
