namespace StavisLive.Model.Network;

/// <summary>How visual features and localisation maps become one saliency map (STAViS, section 3.3).</summary>
public enum FusionScheme
{
    /// <summary>One 1x1 convolution over both, the published choice.</summary>
    Concat,

    /// <summary>Visual features multiplied map by map with the localisation maps, then a 1x1 convolution.</summary>
    Modulated,

    /// <summary>Learned weighted sum of a visual and an audio probability.</summary>
    Sum,

    /// <summary>The visual probability, raised where the audio one is high.</summary>
    Attention,

    /// <summary>Learned weighted sum of the four others.</summary>
    Combined,
}
