using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition.Outputs;
using StavisLive.Media.Files;
using StavisLive.Media.Sources.Cameras;

namespace StavisLive.Hosting.Composition;

/// <summary>Finds outputs that would be written over something that is read, or over each other, whatever names and links lead there, or sent to an address that is taken.</summary>
internal static class SharedFiles
{
    /// <summary>Everything that is wrong, by key.</summary>
    /// <param name="config">What was asked for.</param>
    /// <param name="streams">Its streams, settled.</param>
    public static IEnumerable<ConfigProblem> Problems(StavisConfig config, IReadOnlyList<StreamPlan> streams) =>
        UsesOf(config, streams)
            .Where(use => use.Path.Length > 0)
            .GroupBy(use => use.Identity)
            .SelectMany(Clashes)
            .Concat(streams.SelectMany((stream, index) => PictureProblems(stream).Select(config.PlaceOf(index))));

    private static IEnumerable<ConfigProblem> Clashes(IEnumerable<FileUse> same)
    {
        var first = same.FirstOrDefault(use => !use.IsWritten) ?? same.First();
        return same.Where(use => use.IsWritten && use != first).Select(use => use.Place(Clash(use, first)));
    }

    private static ConfigProblem Clash(FileUse use, FileUse first)
    {
        if (use.IsAddress)
        {
            return new(use.Key, null, !first.IsWritten
                ? $"`{use.Key}` would be sent where {first.Name} comes from: it is the same address; give it another one."
                : $"`{use.Key}` is given twice: it is the same address as {first.Name}; every output needs an address of its own{(use.Owner.Length > 0 ? " (such as one with {name} in it)" : "")}.");
        }
        return new(use.Key, use.Path, first.IsWritten
            ? $"`{use.Key}` is given twice: {use.Path} is the same file or folder as {first.Name}, {first.Path}; every output needs a path of its own{(use.Owner.Length > 0 ? " (such as {name}.jsonl)" : "")}."
            : $"`{use.Key}` would be written over {first.Name}: {use.Path} is the same file or folder as {first.Path}; give it another path.");
    }

    private static IEnumerable<FileUse> UsesOf(StavisConfig config, IReadOnlyList<StreamPlan> streams)
    {
        if (config.Lines.File is { } file) yield return new("", file, IsWritten: false, "", problem => problem);
        yield return new("model.weights", config.Model.Weights ?? DefaultWeights.File, IsWritten: false, "", problem => problem);
        foreach (var (index, stream) in streams.Index())
        {
            var (source, place) = (stream.Config.Source, config.PlaceOf(index));
            var owner = streams.Count > 1 ? $" of sources[{index}] ({stream.StreamName})" : "";
            if (source.Input is { } input) yield return new("source.input", input, IsWritten: false, owner, place);
            if (source.Rtsp is { } rtsp) yield return new("source.rtsp", rtsp, IsWritten: false, owner, place) { IsAddress = true };
            if (source.Camera is { } camera && CameraSource.PathOf(camera) is { } device) yield return new("source.camera", device, IsWritten: false, owner, place);
            foreach (var output in StreamOutputs.Of(stream))
            {
                if (output.Place is { } written) yield return new(output.Key, written, IsWritten: true, owner, place) { IsAddress = output.IsSent };
            }
        }
        if (config.Log.File is { } log) yield return new("log.file", log, IsWritten: true, "", problem => problem);
    }

    // Overlays in a folder are called as their pictures are.
    private static IEnumerable<ConfigProblem> PictureProblems(StreamPlan stream)
    {
        if (stream.Config.Source.Input is not { Length: > 0 } input || stream.Config.Outputs.Overlay is not { } overlay) yield break;
        if (!stream.IsStills || !Directory.Exists(overlay) || FilePlace.IdentityOf(input) == FilePlace.IdentityOf(overlay)) yield break;
        string[] pictures = Directory.Exists(input) ? Directory.GetFiles(input) : [input];
        var read = pictures.Select(FilePlace.IdentityOf).ToHashSet();
        var clash = pictures
            .Select(picture => Path.Combine(overlay, Path.GetFileNameWithoutExtension(picture) + ".png"))
            .FirstOrDefault(target => File.Exists(target) && read.Contains(FilePlace.IdentityOf(target)));
        if (clash is not null) yield return new("outputs.overlay", overlay, $"`outputs.overlay` would be written over `source.input`: {clash} is one of its pictures; name another folder.");
    }
}
