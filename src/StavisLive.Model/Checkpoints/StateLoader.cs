using System.Runtime.ExceptionServices;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Checkpoints;

/// <summary>Copies a checkpoint into a network, after everything has been compared.</summary>
/// <remarks>TorchSharp's own loading compares names only: a tensor of another shape is stretched silently.</remarks>
internal static class StateLoader
{
    // BatchNorm counts its training steps; nothing in evaluation depends on it, and older files lack it.
    private const string StepCounter = ".num_batches_tracked";

    private const int MostListed = 12;

    /// <summary>Copies every value; nothing where names, shapes or types do not fit.</summary>
    /// <exception cref="CheckpointException">Lists what is missing, unexpected, misshapen or of an unusable type, or names a tensor with unusable values.</exception>
    public static void Load(Checkpoint checkpoint, StavisNetwork network)
    {
        var state = network.state_dict();
        var stored = checkpoint.Tensors.ToDictionary(tensor => tensor.Key);
        Verify(checkpoint, state, stored);
        var wanted = state.Where(entry => stored.ContainsKey(entry.Key) && !IsStepCounter(entry.Key));
        try
        {
            // On every core: what takes long is the system's first touch of new memory.
            Parallel.ForEach(wanted, entry => checkpoint.Copy(stored[entry.Key], entry.Value));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private static void Verify(Checkpoint checkpoint, Dictionary<string, Tensor> state, Dictionary<string, CheckpointTensor> stored)
    {
        var missing = state.Keys.Where(key => !stored.ContainsKey(key) && !IsStepCounter(key)).ToList();
        var unexpected = stored.Keys.Where(key => !state.ContainsKey(key) && !IsStepCounter(key)).ToList();
        var misshapen = stored.Values
            .Where(tensor => state.TryGetValue(tensor.Key, out var target) && !IsStepCounter(tensor.Key) && !target.shape.SequenceEqual(tensor.Shape))
            .Select(tensor => $"{tensor.Key} [{string.Join(",", tensor.Shape)}] instead of [{string.Join(",", state[tensor.Key].shape)}]")
            .ToList();
        var mistyped = stored.Values
            .Where(tensor => state.ContainsKey(tensor.Key) && !IsStepCounter(tensor.Key) && !tensor.Type.IsFloat())
            .Select(tensor => $"{tensor.Key} ({tensor.Type})")
            .ToList();
        string[] problems = [.. Describe("missing", missing), .. Describe("unexpected", unexpected), .. Describe("misshapen", misshapen), .. Describe("not floating-point", mistyped)];
        if (problems.Length > 0)
            throw new CheckpointException($"{checkpoint.Path} does not fit the network; nothing was loaded.{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
    }

    private static IEnumerable<string> Describe(string what, List<string> keys)
    {
        if (keys.Count == 0) yield break;
        var rest = keys.Count > MostListed ? $", and {keys.Count - MostListed} more" : "";
        yield return $"  {what} ({keys.Count}): {string.Join(", ", keys.Take(MostListed))}{rest}";
    }

    private static bool IsStepCounter(string key) => key.EndsWith(StepCounter, StringComparison.Ordinal);
}
