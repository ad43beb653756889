using StavisLive.Core.Files;
using StavisLive.Core.Sinks;
using StavisLive.Media.Files;

namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>Files of QP maps as people name them.</summary>
internal static class QpFile
{
    /// <summary>Writes a file of records in an encoder's format.</summary>
    /// <param name="path">The records.</param>
    /// <param name="target">Where to; stays as it is where something goes wrong.</param>
    /// <param name="format">The encoder's format.</param>
    /// <param name="shape">The records' blocks, and the pictures' size where it is known.</param>
    /// <exception cref="SinkException">The file cannot be read, or the other one not written; the message names it.</exception>
    public static void Convert(string path, string target, QpFormat format, QpFileShape shape)
    {
        using var input = Open(path);
        if (FilePlace.IdentityOf(path) == FilePlace.IdentityOf(target)) throw new SinkException($"{target} is the file that is read; give another name.");
        OutputFile.Replace(target, unfinished =>
        {
            try
            {
                using var output = new FileStream(unfinished, FileMode.Create, FileAccess.Write);
                format.Convert(QpRecordReader.Read(input), shape, output);
            }
            catch (InvalidDataException e)
            {
                throw new SinkException($"{path}: {e.Message}.", e);
            }
        });
    }

    /// <summary>What is wrong with a file for an encoder; null where all is well.</summary>
    /// <exception cref="SinkException">It cannot be read.</exception>
    public static string? Problem(string path, QpFormat format, QpFileShape shape)
    {
        // Once: a pipe gives what it holds a single time.
        using var file = Open(path);
        return format.Problem(file, path, shape);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return SharedFile.OpenRead(path);
        }
        catch (Exception e) when (OutputFile.IsOfTheSystem(e))
        {
            throw new SinkException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
