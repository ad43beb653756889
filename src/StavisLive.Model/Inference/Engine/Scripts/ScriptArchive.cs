using System.IO.Compression;
using System.Text;

namespace StavisLive.Model.Inference.Engine.Scripts;

/// <summary>Packs a TorchScript class into the archive that libtorch loads modules from.</summary>
/// <remarks>
/// Compiling source text directly reaches ATen's operators only; those of other namespaces, such as oneDNN's fused
/// convolutions, resolve in archives alone (torch/csrc/jit/serialization/import_source.cpp).
/// The format: a zip of stored files, of which <c>data.pkl</c> holds the one object and <c>code/</c> its class.
/// </remarks>
internal static class ScriptArchive
{
    // Archives of this version need no newer reader than libtorch 1.5.
    private const string FormatVersion = "3\n";

    /// <summary>An archive with one object whose attributes are all empty; they are set after loading.</summary>
    /// <param name="className">Name of the class in <paramref name="code"/>.</param>
    /// <param name="code">The class.</param>
    /// <param name="attributes">Names of its attributes.</param>
    public static byte[] Pack(string className, string code, IEnumerable<string> attributes)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "data.pkl", PickledObject(className, attributes));
            Add(zip, "constants.pkl", [0x80, 2, (byte)')', (byte)'.']); // protocol 2, the empty tuple
            Add(zip, "code/__torch__.py", Encoding.ASCII.GetBytes(code));
            Add(zip, "version", Encoding.ASCII.GetBytes(FormatVersion));
        }
        return archive.ToArray();
    }

    private static void Add(ZipArchive zip, string name, ReadOnlySpan<byte> content)
    {
        using var entry = zip.CreateEntry($"engine/{name}", CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }

    /// <summary>A pickle (protocol 2) of an object of the class with a dictionary of its attributes.</summary>
    private static byte[] PickledObject(string className, IEnumerable<string> attributes)
    {
        using var pickle = new MemoryStream();
        using var writer = new BinaryWriter(pickle, Encoding.ASCII);
        writer.Write([0x80, 2]);
        writer.Write(Encoding.ASCII.GetBytes($"c__torch__\n{className}\n")); // GLOBAL
        writer.Write([(byte)')', 0x81, (byte)'}', (byte)'(']); // no arguments, NEWOBJ, an empty dictionary, MARK
        WriteKey(writer, "training");
        writer.Write((byte)0x89); // False
        foreach (var name in attributes)
        {
            WriteKey(writer, name);
            writer.Write((byte)'N'); // None
        }
        writer.Write([(byte)'u', (byte)'b', (byte)'.']); // SETITEMS, BUILD, STOP
        return pickle.ToArray();
    }

    private static void WriteKey(BinaryWriter writer, string key)
    {
        writer.Write((byte)'X'); // a string by its length
        writer.Write(key.Length);
        writer.Write(Encoding.ASCII.GetBytes(key));
    }
}
