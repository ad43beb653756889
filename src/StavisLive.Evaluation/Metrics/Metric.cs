namespace StavisLive.Evaluation.Metrics;

/// <summary>The eight scores of the MIT saliency benchmark.</summary>
public enum Metric
{
    /// <summary>Pearson's correlation with the density.</summary>
    Cc,

    /// <summary>Normalised scanpath saliency: the standardised map's mean at fixations.</summary>
    Nss,

    /// <summary>Similarity: intersection with the density, both as distributions.</summary>
    Sim,

    /// <summary>Kullback-Leibler divergence of the density from the map, in nats; smaller is better.</summary>
    Kld,

    /// <summary>Area under the ROC curve, fixated pixels against all others.</summary>
    AucJudd,

    /// <summary>Area under the ROC curve, fixated pixels against random ones.</summary>
    AucBorji,

    /// <summary>Area under the ROC curve, fixated pixels against pixels that were fixated in other pictures.</summary>
    AucShuffled,

    /// <summary>Information gained over a baseline at fixations, in bits per fixation.</summary>
    InformationGain,
}
