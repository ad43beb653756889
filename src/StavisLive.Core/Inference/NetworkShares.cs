namespace StavisLive.Core.Inference;

/// <summary>How streams share a network that is too slow for all of them, beside their priorities.</summary>
public enum NetworkShares
{
    /// <summary>Alike.</summary>
    Even,

    /// <summary>Where much moves gets up to four times the steps of where nothing does.</summary>
    Motion,
}
