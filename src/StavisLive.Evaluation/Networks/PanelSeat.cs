using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Evaluation.Networks;

/// <summary>One network's place in a <see cref="PanelLane"/>.</summary>
/// <param name="lane">Its way through the network.</param>
/// <param name="hearing">For a network in silence, the place of the same one with its sound; null: it hears.</param>
internal sealed class PanelSeat(IInferenceLane lane, int? hearing)
{
    /// <summary>Its way through the network.</summary>
    public IInferenceLane Lane => lane;

    /// <summary>Computes a window; borrows it.</summary>
    public ValueTask WriteAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        var step = request.Step;
        if (HearsTheSame(step.Audio)) return default;
        var window = Copy(step.Window);
        return lane.WriteAsync(request with { Step = step with { Window = window } }, cancellationToken);
    }

    /// <summary>Takes the map of the window that the first network has made <paramref name="first"/> of; the caller owns it. Null when no more come.</summary>
    /// <param name="first">Borrowed.</param>
    /// <param name="before">The maps of those that sit before it; borrowed.</param>
    public async ValueTask<SaliencyMap?> ReadMapAsync(ComputedMap first, IReadOnlyList<SaliencyMap> before)
    {
        if (HearsTheSame(first.Audio)) return before[hearing!.Value].Share();
        return await lane.ReadMapAsync().ConfigureAwait(false) is { } computed ? computed.Map : null;
    }

    // Where there is nothing to hear, silence is no other window: it costs nothing.
    private bool HearsTheSame(AudioState audio) => hearing is not null && audio != AudioState.Present;

    // A network marks its windows as its own.
    private NetworkWindow Copy(NetworkWindow window)
    {
        var copy = NetworkWindow.Rent();
        window.Pictures.CopyTo(copy.Pictures);
        window.PictureIds.CopyTo(copy.PictureIds);
        copy.HasAudio = window.HasAudio && hearing is null;
        if (copy.HasAudio) window.Audio.CopyTo(copy.Audio);
        else copy.Audio.Clear();
        return copy;
    }
}
