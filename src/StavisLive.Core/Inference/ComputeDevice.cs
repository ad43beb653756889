using System.Globalization;

namespace StavisLive.Core.Inference;

/// <summary>Where the network is to be computed: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
/// <param name="Kind">What kind of device.</param>
/// <param name="Number">Which of the CUDA devices, from 0; null: the first.</param>
public readonly record struct ComputeDevice(ComputeDeviceKind Kind, int? Number = null)
{
    private const string NumberedCuda = "cuda:";

    /// <summary>CUDA where there is such a device, else the processor.</summary>
    public static ComputeDevice Auto { get; } = new(ComputeDeviceKind.Auto);

    /// <summary>The processor.</summary>
    public static ComputeDevice Cpu { get; } = new(ComputeDeviceKind.Cpu);

    /// <summary>Reads <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>; null where it is none of these.</summary>
    public static ComputeDevice? Parse(string text) => text switch
    {
        "auto" => Auto,
        "cpu" => Cpu,
        "cuda" => new ComputeDevice(ComputeDeviceKind.Cuda),
        _ when text.StartsWith(NumberedCuda, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(NumberedCuda.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            new ComputeDevice(ComputeDeviceKind.Cuda, number),
        _ => null,
    };

    /// <inheritdoc />
    public override string ToString() => (Kind, Number) switch
    {
        (ComputeDeviceKind.Auto, _) => "auto",
        (ComputeDeviceKind.Cpu, _) => "cpu",
        (_, null) => "cuda",
        var (_, number) => string.Create(CultureInfo.InvariantCulture, $"{NumberedCuda}{number}"),
    };
}
