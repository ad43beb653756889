namespace StavisLive.Training.Configuration;

/// <summary>Parts of the network that learn at rates of their own.</summary>
internal enum NetworkPart
{
    /// <summary>The 3D-ResNet.</summary>
    Trunk,

    /// <summary>The 3x3 convolutions of the DSAMs.</summary>
    Side,

    /// <summary>The 1x1 convolutions that make maps.</summary>
    Heads,

    /// <summary>The transposed convolutions.</summary>
    Upsampling,

    /// <summary>The sound network.</summary>
    Sound,

    /// <summary>Audio-source localisation.</summary>
    Localization,
}
