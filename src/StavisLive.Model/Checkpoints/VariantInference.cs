using StavisLive.Model.Network;
using StavisLive.Model.Network.Visual;

namespace StavisLive.Model.Checkpoints;

/// <summary>Finds out which network a file's weights belong to: from its metadata, or from keys and shapes.</summary>
internal static class VariantInference
{
    // The authors' network holds both heads whatever it was trained for. Trained without audio, the audiovisual one
    // keeps the bias it started with.
    private const float UntouchedBias = -6f;

    /// <summary>The variant; <paramref name="visualOnly"/> asks for the visual stage of whatever it is.</summary>
    /// <exception cref="CheckpointException">The keys are of no STAViS network, or contradict the metadata.</exception>
    public static KnownVariant Of(Checkpoint checkpoint, bool visualOnly)
    {
        var shapes = checkpoint.Tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Shape);
        var known = VariantMetadata.Of(checkpoint) is { } stated ? Stated(checkpoint, stated, shapes) : Infer(checkpoint, shapes);
        return visualOnly && known.Variant.Audiovisual
            ? new KnownVariant(known.Variant with { Audiovisual = false }, known.Source + "; visual stage only, as asked for")
            : known;
    }

    private static KnownVariant Stated(Checkpoint checkpoint, NetworkVariant stated, Dictionary<string, IReadOnlyList<long>> shapes)
    {
        var depth = DepthOf(checkpoint, shapes);
        if (depth != stated.Depth)
            throw new CheckpointException($"{checkpoint.Path} states a ResNet-{stated.Depth}, but its keys are those of a ResNet-{depth}.");
        return new KnownVariant(stated, "stated by the file");
    }

    private static KnownVariant Infer(Checkpoint checkpoint, Dictionary<string, IReadOnlyList<long>> shapes)
    {
        var depth = DepthOf(checkpoint, shapes);
        var (localization, maps) = LocalizationOf(shapes);
        var fusion = FusionOf(shapes);
        var isVisual = IsUntouched(checkpoint);
        var variant = new NetworkVariant(depth, Audiovisual: !isVisual, localization, maps, fusion, CenterBias: shapes.ContainsKey("center_bias.weight"));
        try
        {
            variant.Validate();
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException($"{checkpoint.Path} holds no STAViS network that is known here: {e.Message}", e);
        }
        var evidence = isVisual
            ? "visual only, because fuseav.bias is still exactly -6"
            : "audiovisual, because fuseav.bias is not the untouched -6";
        return new KnownVariant(variant, $"inferred: depth {depth}, {localization} with {maps} maps and {fusion} fusion from the keys; {evidence}");
    }

    private static int DepthOf(Checkpoint checkpoint, Dictionary<string, IReadOnlyList<long>> shapes)
    {
        int[] blocks = [.. Enumerable.Range(1, 3).Select(stage => BlocksOf(stage, shapes))];
        var expansion = shapes.ContainsKey("layer1.0.conv3.weight") ? Bottleneck.Expansion : 1;
        foreach (var depth in NetworkVariant.Depths)
        {
            var layout = ResNetLayout.Of(depth);
            if (layout.Expansion == expansion && layout.Blocks.SequenceEqual(blocks)) return depth;
        }
        throw new CheckpointException(
            $"{checkpoint.Path} holds no STAViS network: its stages have {string.Join(", ", blocks)} blocks, which is none of the depths {string.Join(", ", NetworkVariant.Depths)}.");
    }

    private static int BlocksOf(int stage, Dictionary<string, IReadOnlyList<long>> shapes)
    {
        var count = 0;
        while (shapes.ContainsKey($"layer{stage}.{count}.conv1.weight")) count++;
        return count;
    }

    private static (LocalizationMethod Method, int Maps) LocalizationOf(Dictionary<string, IReadOnlyList<long>> shapes) =>
        shapes.TryGetValue("fusion3.w_a_rgb.weight", out var bilinear) && bilinear.Count > 0 ? (LocalizationMethod.Bilinear, (int)bilinear[0])
        : shapes.TryGetValue("fusion3.w_inner.weight", out var inner) && inner.Count > 0 ? (LocalizationMethod.InnerProduct, (int)inner[0])
        : (LocalizationMethod.Cosine, 1);

    private static FusionScheme FusionOf(Dictionary<string, IReadOnlyList<long>> shapes) =>
        shapes.Keys.Any(key => key.StartsWith("fuse_combined.", StringComparison.Ordinal)) ? FusionScheme.Combined
        : shapes.Keys.Any(key => key.StartsWith("fuse_sum.", StringComparison.Ordinal)) ? FusionScheme.Sum
        : shapes.ContainsKey("fuse_audio.weight") ? FusionScheme.Attention
        : shapes.ContainsKey("fuse_modulated.weight") ? FusionScheme.Modulated
        : FusionScheme.Concat;

    private static bool IsUntouched(Checkpoint checkpoint)
    {
        if (checkpoint.Tensors.FirstOrDefault(tensor => tensor.Key == "fuseav.bias") is not { Count: 1 } bias || !bias.Type.IsFloat()) return false;
        var value = 0f;
        bias.Type.ToSingle(bias.Read(), new Span<float>(ref value));
        return value == UntouchedBias;
    }
}

/// <summary>A file's variant, and how it is known.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Source">In a few words: stated, or inferred from what.</param>
internal sealed record KnownVariant(NetworkVariant Variant, string Source);
