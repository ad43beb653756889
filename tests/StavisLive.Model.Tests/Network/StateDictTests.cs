using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;

namespace StavisLive.Model.Tests.Network;

/// <summary>Names and shapes of everything that a file of weights holds, as approved in <c>Approved/</c>.</summary>
/// <remarks>A change that is meant is approved by hand: the received text is in the failure's message.</remarks>
public sealed class StateDictTests
{
    private const string StepCounter = ".num_batches_tracked";

    public static TheoryData<int> Depths => new(NetworkVariant.Depths);

    [Theory]
    [MemberData(nameof(Depths))]
    public void StateDict_PublishedVariant_IsAsApproved(int depth) =>
        AssertApproved($"resnet{depth}", Lines(new NetworkVariant(depth)));

    [Fact]
    public void StateDict_OtherVariants_DifferFromThePublishedOneAsApproved()
    {
        var published = Lines(new NetworkVariant(10));
        var differences = OtherVariants().SelectMany(variant =>
        {
            var own = Lines(variant);
            return (string[])
            [
                $"{variant.Localization} {variant.LocalizationMaps} {variant.Fusion}",
                .. published.Except(own).Select(line => $"- {line}"),
                .. own.Except(published).Select(line => $"+ {line}"),
            ];
        });

        AssertApproved("variants", differences);
    }

    [Theory]
    [InlineData("resnet10-visual", 10, false)]
    [InlineData("resnet10-audiovisual", 10, true)]
    [InlineData("resnet50-visual", 50, false)]
    [InlineData("resnet50-audiovisual", 50, true)]
    public void StateDict_PublishedVariant_HasTheAuthorsNamesAndShapes(string name, int depth, bool audiovisual)
    {
        var own = Lines(new NetworkVariant(depth, audiovisual))
            .Where(line => !line.Contains(StepCounter, StringComparison.Ordinal));

        Assert.Equal(GoldenWeights.Shapes(name).Select(entry => Line(entry.Key, entry.Value)), own);
    }

    private static IEnumerable<NetworkVariant> OtherVariants() =>
        from localization in TestVariants.Localizations.Append((LocalizationMethod.Bilinear, 1)).Append((LocalizationMethod.InnerProduct, 1))
        from fusion in Enum.GetValues<FusionScheme>()
        let variant = new NetworkVariant(10, true, localization.Item1, localization.Item2, fusion)
        where variant != new NetworkVariant(10)
        select variant;

    private static string[] Lines(NetworkVariant variant)
    {
        using var network = new StavisNetwork(variant);
        return [.. network.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => Line(entry.Key, entry.Value.shape))];
    }

    private static string Line(string key, long[] shape) => $"{key} [{string.Join(",", shape)}]";

    private static void AssertApproved(string name, IEnumerable<string> lines)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Network", "Approved", $"{name}.txt");
        var received = string.Concat(lines.Select(line => line + "\n"));
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(approved == received, $"{name}.txt is not as approved. Received:\n{received}");
    }
}
