using System.Text.Json;
using System.Text.Json.Serialization;

namespace StavisLive.Cli.Foveation;

/// <summary>The answer for programs. Its keys are told in <c>docs/guides/qp-maps.md</c>.</summary>
internal static class ProofJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Curves that have no quality in common have no difference.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, ProofAnswer answer) => output.WriteLine(JsonSerializer.Serialize(answer, Options));
}
