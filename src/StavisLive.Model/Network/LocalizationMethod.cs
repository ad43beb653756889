namespace StavisLive.Model.Network;

/// <summary>How the audio is located in the picture (STAViS, section 3.2).</summary>
public enum LocalizationMethod
{
    /// <summary>Cosine similarity of the two 128-vectors: one map, no parameters.</summary>
    Cosine,

    /// <summary>Weighted inner product: map_j = sum over k of s_jk v_k a_k + b_j.</summary>
    InnerProduct,

    /// <summary>Bilinear form, the published choice: map_j = v' M_j a + b_j.</summary>
    Bilinear,
}
