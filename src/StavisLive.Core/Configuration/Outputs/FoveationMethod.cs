namespace StavisLive.Core.Configuration.Outputs;

/// <summary>How an encoder is brought to spend its bits where people look.</summary>
public enum FoveationMethod
{
    /// <summary>By regions where the encoder honours them, else by the prefilter.</summary>
    Auto,

    /// <summary>By a quantizer for each region, through libavcodec.</summary>
    Roi,

    /// <summary>By a picture that is blurred beforehand where nobody looks, which any encoder spends few bits on.</summary>
    Prefilter,
}
