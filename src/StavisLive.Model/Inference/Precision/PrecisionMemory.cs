using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Precision;

/// <summary>Remembers verdicts per machine and weights, a small file each.</summary>
/// <remarks>A file that is missing, damaged or cannot be written is no failure: the next start measures again.</remarks>
/// <param name="folder">Made when needed.</param>
internal sealed class PrecisionMemory(string folder)
{
    // Enough to tell weights apart: training changes every tensor.
    private const int BytesPerTensor = 1024;

    /// <summary>What the verdict depends on: processor and whether it tells of its caches, threads, libtorch, this library, network and weights.</summary>
    public static string KeyFor(StavisNetwork network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{ProcessorName()}|{OneDnnCaches.AreHidden}|{get_num_threads()}|{typeof(torch).Assembly.GetName().Version}|{typeof(PrecisionMemory).Module.ModuleVersionId}|{network.Variant}")));
        foreach (var (key, tensor) in network.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var bytes = tensor.bytes;
            hash.AppendData(Encoding.UTF8.GetBytes(key));
            hash.AppendData(bytes[..Math.Min(bytes.Length, BytesPerTensor)]);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    /// <summary>The verdict kept under a key, if there is one that can be read.</summary>
    public PrecisionVerdict? Recall(string key)
    {
        try
        {
            var verdict = JsonSerializer.Deserialize<PrecisionVerdict>(File.ReadAllBytes(PathOf(key)));
            return verdict is { Float32Milliseconds: > 0, BFloat16Milliseconds: > 0 } ? verdict : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a verdict, in one step, so that programs starting together don't read half of one.</summary>
    /// <remarks>One without numbers, of weights whose maps have none, cannot be written, and is found again soon.</remarks>
    public void Keep(string key, PrecisionVerdict verdict)
    {
        if (!double.IsFinite(verdict.Correlation) || !double.IsFinite(verdict.Difference)) return;
        var temporary = $"{PathOf(key)}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(verdict));
            File.Move(temporary, PathOf(key), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Measured again at the next start.
        }
    }

    private static string ProcessorName()
    {
        const string cpuInfo = "/proc/cpuinfo";
        var model = File.Exists(cpuInfo) ? File.ReadLines(cpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return model ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private string PathOf(string key) => Path.Combine(folder, $"{key}.json");
}
