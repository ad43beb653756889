namespace StavisLive.Model.Network;

/// <summary>A block whose batch normalisations can become part of the convolutions before them.</summary>
internal interface IBatchNormFolding
{
    /// <summary>
    /// Folds once and for good: for inference only. The folded convolutions carry a bias, and the normalisations, no longer
    /// used, stay registered: the block's state is no checkpoint any more.
    /// </summary>
    void FoldBatchNorms();
}
