using StavisLive.Core.Configuration;
using StavisLive.Media.Files;

namespace StavisLive.Server.History;

/// <summary>Makes sure that nobody else remembers into the same file: another one beside it, which this program holds.</summary>
internal sealed class HistoryLock : IDisposable
{
    private readonly string _path;
    private FileStream _file;
    private string _identity;

    private HistoryLock(string path)
    {
        _path = path;
        _file = HistoryFile.Lock(path);
        _identity = FilePlace.IdentityOf(_file.Name);
    }

    /// <summary>Takes it.</summary>
    /// <exception cref="ConfigException">Somebody has it, or nothing can be written there.</exception>
    public static HistoryLock Take(string path) => new(path);

    /// <summary>Takes it again where its file has gone.</summary>
    /// <exception cref="ConfigException">Somebody has taken it meanwhile, or nothing can be written there.</exception>
    public void TakeAgain()
    {
        if (FilePlace.IdentityOf(_file.Name) == _identity) return;
        // What has gone takes away whatever has its name when it is closed: first it is seen that this is nobody's.
        HistoryFile.Lock(_path).Dispose();
        _file.Dispose();
        _identity = "";
        _file = HistoryFile.Lock(_path);
        _identity = FilePlace.IdentityOf(_file.Name);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
