namespace StavisLive.Evaluation.Maps;

/// <summary>How values between pixels are found.</summary>
public enum ResizeKernel
{
    /// <summary>A triangle over two neighbours.</summary>
    Bilinear,

    /// <summary>Keys' cubic convolution over four neighbours, a = -1/2: MATLAB's.</summary>
    Bicubic,
}
