using System.IO.Compression;
using System.Runtime.InteropServices;
using StavisLive.Core.Arrays;
using StavisLive.Core.Media;

namespace StavisLive.Core.Recording;

/// <summary>Writes a recording: a zip file of an index, arrays and pictures (docs/guides/flight-recorder.md), nothing of it compressed again.</summary>
internal static class FlightWriter
{
    /// <summary>What stands behind the name of one that isn't whole yet.</summary>
    public const string Unfinished = ".part";

    /// <summary>Writes under another name first, so that a recording is whole or not there.</summary>
    /// <remarks>It is held until it has its own name: what has the other one and is not held was left behind.</remarks>
    /// <exception cref="IOException">The disk is full, or the like; nothing is left behind.</exception>
    public static void Write(string path, RecordingSnapshot snapshot, Func<IReadOnlyList<bool>, FlightIndex> index)
    {
        var unfinished = path + Unfinished;
        // Windows would not let its owner rename it while it is open otherwise, and lets nobody else write it even so.
        var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        // A new one: one of that name is another program's.
        using var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, share, bufferSize: 1 << 16);
        try
        {
            using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true)) WriteEntries(archive, snapshot, index);
            file.Flush(flushToDisk: true);
            File.Move(unfinished, path);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Takes away what a program that was killed has left, and nothing that is still written.</summary>
    /// <exception cref="IOException">Somebody holds it: it is being written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be taken away.</exception>
    public static void RemoveLeftOver(string unfinished) =>
        new FileStream(unfinished, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();

    private static void WriteEntries(ZipArchive archive, RecordingSnapshot snapshot, Func<IReadOnlyList<bool>, FlightIndex> index)
    {
        using (var pictures = Open(archive, FlightEntry.Pictures))
        {
            pictures.Write(new NpyHeader("u1", IsFortranOrder: false, [snapshot.Frames.Count, SaliencyMap.Side, SaliencyMap.Side, 3]).Format());
            foreach (var frame in snapshot.Frames) pictures.Write(frame.Picture);
        }
        using (var audio = Open(archive, FlightEntry.Audio))
        {
            audio.Write(new NpyHeader("f4", IsFortranOrder: false, [snapshot.Audio.Sum(block => (long)block.Content.Length)]).Format());
            foreach (var block in snapshot.Audio) audio.Write(MemoryMarshal.AsBytes<float>(block.Content));
        }
        using (var maps = Open(archive, FlightEntry.Maps))
        {
            maps.Write(new NpyHeader("f4", IsFortranOrder: false, [snapshot.Maps.Count, SaliencyMap.Side, SaliencyMap.Side]).Format());
            foreach (var map in snapshot.Maps) maps.Write(MemoryMarshal.AsBytes<float>(map.Map.Values));
        }
        var hasPicture = WritePictures(archive, snapshot.Frames);
        using var text = Open(archive, FlightEntry.Index);
        index(hasPicture).Write(text);
    }

    // Last but for the index, so that the newest ones are there by now.
    private static List<bool> WritePictures(ZipArchive archive, IReadOnlyList<RecordedFrame> frames)
    {
        var written = new List<bool>(frames.Count);
        for (var row = 0; row < frames.Count; row++)
        {
            var jpeg = frames[row].Jpeg;
            written.Add(jpeg is not null);
            if (jpeg is null) continue;
            using var entry = Open(archive, FlightEntry.Picture(row));
            entry.Write(jpeg);
        }
        return written;
    }

    private static Stream Open(ZipArchive archive, string name) => archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
}
