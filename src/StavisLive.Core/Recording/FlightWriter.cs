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
    /// <exception cref="IOException">The disk is full, or the like; nothing is left behind.</exception>
    public static void Write(string path, RecordingSnapshot snapshot, Func<IReadOnlyList<bool>, FlightIndex> index)
    {
        var unfinished = path + Unfinished;
        try
        {
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true)) WriteEntries(archive, snapshot, index);
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

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
